using System.Text.Json;
using Qwen.Testing;
using Qwen.Videos.Parsing;

namespace Qwen.Videos.Tests;

public class MomentParserTests(ITestOutputHelper output)
{
    public static TheoryData<string, string> Forms => new()
    {
        { "The given query happens in 64.0 - 72.0 seconds.", "64-72" },
        {
            "The described content occurs from 28 seconds to 50 seconds in the video. During this segment of 22 seconds the user draws.",
            "28-50"
        },
        { "The event happens in 01:32.40 - 01:35.60.", "92.4-95.6" },
        { "It happens between 3.2 and 5 seconds.", "3.2-5" },
        { "from 3.2s to 5s", "3.2-5" },
        { "3.2 to 5 seconds, and again from 00:12 until 00:15.5", "3.2-5 12-15.5" },
        { "It starts at 12 s and ends at 15 s.", "12-15" },
        { "64.0 - 72.0", "64-72" },
        { "[64.0, 72.0]", "64-72" },
        { "[[1, 2], [3.5, 4]]", "1-2 3.5-4" },
        { "从第28秒到第50秒", "28-50" },
        { "该事件发生在00:28至00:50之间。", "28-50" },
        { "发生在1分5秒到1分20秒。", "65-80" },
        { "from 1 to 2 minutes", "60-120" },
        { "1 min 20 s - 1 min 25 s", "80-85" },
        { "01:02:03.50 – 01:02:04.25", "3723.5-3724.25" },
        { "00:01:32,400 --> 00:01:35,600", "92.4-95.6" },
        { "The cup falls at 12.5 seconds.", "12.5-12.5" },
        { "The described content does not occur in this video of 30 seconds.", "" },
        { "There are 2 - 3 people in the room.", "" },
        { "The content is not in the video.", "" },
        { "", "" },
        { "99999999999999999999 seconds - 1e300", "" },
        {
            "```json\n[{\"start_time\": \"00:21.00\", \"end_time\": \"00:49.00\", \"description\": \"A person cuts meat.\"}]\n```",
            "21-49 A person cuts meat."
        },
        {
            "[{\"start\": 21, \"end\": 49.5, \"event\": \"cut\"}, {\"start\": \"60s\", \"end\": \"1:05\", \"event\": \"grill\"}]",
            "21-49.5 cut 60-65 grill"
        },
        { "{\"events\": [{\"start_time\": \"00:00:01\", \"end_time\": \"00:00:02\", \"description\": \"a\"}]}", "1-2 a" },
        { "[{\"timestamp\": \"00:05 - 00:07\", \"caption\": \"b\"}]", "5-7 b" },
        { "[{\"time_range\": [5, 7], \"label\": \"b\"}]", "5-7 b" },
        { "[{\"开始时间\": \"00:00:05\", \"结束时间\": \"00:00:07\", \"描述\": \"切肉\"}]", "5-7 切肉" },
        { "[{'start_time': '00:01', 'end_time': '00:02', 'description': 'x',},]", "1-2 x" },
        {
            "```json\n[{\"start_time\": \"00:01\", \"end_time\": \"00:02\", \"description\": \"x\"}, {\"start_time\": \"00:03\", \"end",
            "1-2 x"
        },
        {
            "1. **00:12 - 00:20**: A person walks in.\n2. **00:21 - 00:30**: She sits down.",
            "12-20 A person walks in. 21-30 She sits down."
        },
        { "| 00:12 | 00:20 | A person walks in. |", "12-20 A person walks in." },
        { "- [00:12 - 00:20] walks", "12-20 walks" },
        { "{\"start_time\": \"soon\", \"end_time\": \"later\"}", "" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_is_read(string answer, string expected)
    {
        var parsed = MomentParser.Parse(answer);
        output.WriteLine($"{answer}\n→ {Write(parsed, texts: true)}   {string.Join(' ', parsed.Repairs.Sentences)}");
        Assert.Equal(expected, Write(parsed, texts: answer.AsSpan().IndexOfAny("[|*") >= 0));
    }

    [Fact]
    public void The_recorded_answers_are_read()
    {
        var folder = Goldens.Require(Path.Combine("..", "cases"));
        var files = Directory.GetFiles(folder, "video_*.json");
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file));
            var messages =
                json.RootElement.GetProperty("messages").EnumerateArray().Select(m => m.GetProperty("content").GetString()!).ToList();
            if (messages.Count < 2)
                continue;
            var parsed = MomentParser.Parse(messages[1]);
            output.WriteLine($"{Path.GetFileName(file)}: {Write(parsed, texts: true)}   {string.Join(' ', parsed.Repairs.Sentences)}");

            // where the question asks for times, every one in the answer is read
            var asksForTimes = messages[0].Contains("when does", StringComparison.Ordinal)
                || messages[0].Contains("timestamp", StringComparison.Ordinal);
            var written = messages[1].Split("\"start_time\"").Length - 1;
            Assert.Equal(asksForTimes ? Math.Max(1, written) : 0, parsed.Items.Count);
            Assert.All(parsed.Items, moment => Assert.True(moment.Start < moment.End));
            Assert.Empty(parsed.Repairs.Sentences);
        }
    }

    [Fact]
    public void No_damaged_answer_ends_in_an_exception()
    {
        var random = new Random(7);
        const string mutations = "0123456789:.,-[]{}\"' \n秒分";
        var forms = Forms.Select(row => row.Data.Item1).Where(text => text.Length > 0).ToArray();
        for (var i = 0; i < 3000; i++)
        {
            var text = forms[random.Next(forms.Length)].ToCharArray();
            for (var k = 0; k < 3; k++)
                text[random.Next(text.Length)] = mutations[random.Next(mutations.Length)];
            Assert.All(MomentParser.Parse(new string(text)).Items, moment => Assert.True(double.IsFinite(moment.Start + moment.End)));
        }

        foreach (var hostile in new[]
        {
            new string('[', 100_000),
            string.Concat(Enumerable.Repeat("1:", 50_000)),
            new string('9', 100_000),
            string.Concat(Enumerable.Repeat("1 - ", 50_000)),
            string.Concat(Enumerable.Repeat("1 - 2 ", 30_000)) + "x"
        })
            Assert.NotNull(MomentParser.Parse(hostile));
    }

    private static string Write(ParsedMoments parsed, bool texts) =>
        string.Join(' ', parsed.Items.Select(moment => FormattableString.Invariant(
            $"{moment.Start:0.###}-{moment.End:0.###}{(texts && moment.Text.Length > 0 ? " " + moment.Text : "")}")));
}
