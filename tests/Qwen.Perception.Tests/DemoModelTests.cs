using System.Text.Json;
using System.Text.RegularExpressions;
using Qwen.Extensions.AI;
using Qwen.Perception;
using Qwen.Perception.Parsing;
using Qwen.Perception.Parsing.Counts;
using Qwen.Shared.Answers;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests;

/// <summary>
/// The demo model's first weights through the plugins, on pictures they were never trained on, against the rate that was recorded
/// for them.
/// </summary>
public partial class DemoModelTests(ITestOutputHelper output)
{
    /// <summary>How much worse than the recorded rate a task may be.</summary>
    private const double Margin = 0.05;

    // the answers were recorded in this precision; a smaller one misreads a few letters more
    private static readonly Lazy<Task<QwenModel>> Model = new(() => QwenModel.LoadAsync(
        HeldOutCase.Checkpoint, new QwenModelOptions { Device = "cpu", Threads = 2, Precision = QwenPrecision.Float32 }));

    [Theory]
    [InlineData("box112", "box2", "box224")]
    [InlineData("absent112")]
    [InlineData("boxn112")]
    public async Task Locate(params string[] tasks) => await MeasureAsync(tasks, async (plugin, question) =>
    {
        var (what, every) = Subject(question.Prompt);
        var result = await plugin.Grounding.LocateAsync(question.ReadPicture(), what, every);
        var wanted = ItemParser.Parse(question.Json.GetProperty("reference").GetString()!).Items;
        return wanted.Count == result.Boxes.Count && wanted.Zip(result.Boxes).All(pair => pair.First.Label == pair.Second.Label
            && ToBox(pair.First).Overlap(pair.Second) >= 0.5);
    });

    [Fact]
    public async Task Point() => await MeasureAsync(["point112"], async (plugin, question) =>
    {
        var (what, every) = Subject(question.Prompt);
        var result = await plugin.Grounding.PointAsync(question.ReadPicture(), what, every);
        var wanted = ItemParser.Parse(question.Json.GetProperty("reference").GetString()!).Items[0].Numbers;

        // the reference aims at a centre: that names the object
        var target = question.Json.GetProperty("truth").GetProperty("objects").EnumerateArray()
            .First(o => Numbers(o, "centre") is var centre && centre[0] == wanted[0] && centre[1] == wanted[1]);
        var box = Numbers(target, "box");
        return result.Points is [var point, ..] && point.X >= box[0] && point.X <= box[2] && point.Y >= box[1] && point.Y <= box[3];
    });

    [Fact]
    public async Task Count() => await MeasureAsync(["count112"], async (plugin, question) =>
    {
        var what = Counted().Match(question.Prompt).Groups["what"].Value;
        var result = await plugin.Grounding.CountAsync(question.ReadPicture(), what);
        return result.Count == CountReader.Read(question.Json.GetProperty("reference").GetString()!).Count;
    }, hasForm: false);

    [Fact]
    public async Task Read() => await MeasureAsync(["line28", "line56", "multi"], async (plugin, question) =>
    {
        var result = await plugin.Reading.ReadTextAsync(question.ReadPicture());
        return question.Json.GetProperty("reference").GetString() == string.Join('\n', result.Lines);
    }, hasForm: false);

    [Fact]
    public async Task Fields() => await MeasureAsync(["kie"], async (plugin, question) =>
    {
        var wanted = FieldParser.Parse(question.Json.GetProperty("reference").GetString()!, out _, out _);
        var result = await plugin.Reading.ExtractFieldsAsync(question.ReadPicture(), [.. wanted.Select(field => field.Key)]);
        return wanted.All(field => result.Fields.GetValueOrDefault(field.Key) == field.Value.GetString());
    });

    [Fact]
    public async Task Right_values_are_surer_than_wrong_ones()
    {
        var questions = HeldOutCase.All().Where(question => question.Json.GetProperty("task").GetString() == "kie");
        using var client = new QwenChatClient(await Model.Value);
        var reading = new ReadingTasks(client);
        var (right, wrong) = (new List<double>(), new List<double>());
        foreach (var question in questions)
        {
            var wanted = FieldParser.Parse(question.Json.GetProperty("reference").GetString()!, out _, out _);
            var result = await reading.ExtractFieldsAsync(question.ReadPicture(), [.. wanted.Select(field => field.Key)]);
            foreach (var (key, value) in wanted.Where(field => result.Fields.GetValueOrDefault(field.Key) is { Length: > 0 }))
            {
                Assert.InRange(result.Confidence[key], double.Epsilon, 1);
                (result.Fields[key] == value.GetString() ? right : wrong).Add(result.Confidence[key]);
            }
        }

        // the chance that of a right and a wrong value the right one is the surer; one half would say nothing
        Assert.SkipWhen(right.Count == 0 || wrong.Count == 0, "All values are right, or all wrong: there is nothing to compare.");
        var surer = right.Average(r => wrong.Average(w => r > w ? 1 : r == w ? 0.5 : 0));
        output.WriteLine(
            $"{right.Count} right values, sure by {right.Average():0.00}; {wrong.Count} wrong, by {wrong.Average():0.00}; "
            + $"right surer in {surer:0.00}");
        Assert.True(surer > 0.6, $"right values are surer than wrong ones in {surer:0.00} of all pairs only");
    }

    [Fact]
    public async Task Findings_say_how_sure_the_model_is()
    {
        var questions = HeldOutCase.All();
        using var client = new QwenChatClient(await Model.Value);
        var boxes = questions.First(question => question.Json.GetProperty("task").GetString() == "box112");
        var points = questions.First(question => question.Json.GetProperty("task").GetString() == "point112");
        var lines = questions.First(question => question.Json.GetProperty("task").GetString() == "spot");
        var silent = new QwenPictureOptions { ReportConfidence = false };

        var located = await new GroundingTasks(client).LocateAsync(boxes.ReadPicture(), Subject(boxes.Prompt).What, every: false);
        var unsaid = await new GroundingTasks(client, silent).LocateAsync(boxes.ReadPicture(), Subject(boxes.Prompt).What, every: false);
        var pointed = await new GroundingTasks(client).PointAsync(points.ReadPicture(), Subject(points.Prompt).What, every: false);
        var spotted = await new ReadingTasks(client).SpotLinesAsync(lines.ReadPicture());

        Assert.All(located.Boxes, box => Assert.InRange(box.Confidence!.Value, 0.05, 1));
        Assert.All(pointed.Points, point => Assert.InRange(point.Confidence!.Value, 0.05, 1));
        Assert.All(spotted.Lines, line => Assert.InRange(line.Confidence!.Value, 0.05, 1));
        Assert.Equal(
            located.Boxes.Select(box => box with { Confidence = null, Attributes = ParsedItem.NoAttributes }),
            unsaid.Boxes.Select(box => box with { Attributes = ParsedItem.NoAttributes }));
    }

    private async Task MeasureAsync(
        string[] tasks, Func<(GroundingTasks Grounding, ReadingTasks Reading), HeldOutCase, Task<bool>> isRight, bool hasForm = true)
    {
        var questions = HeldOutCase.All().Where(question => tasks.Contains(question.Json.GetProperty("task").GetString())).ToList();
        Assert.NotEmpty(questions);
        using var client = new QwenChatClient(await Model.Value);
        var right = await CountRightAsync(new QwenPictureOptions());
        if (hasForm)
        {
            // a grammar that the model has to be pushed into would cost right answers
            var free = await CountRightAsync(new QwenPictureOptions { EnforceForm = false });
            output.WriteLine($"{string.Join(' ', tasks)}: {right} right in the enforced form, {free} without");
            Assert.True(right >= free, $"{right} of {questions.Count} right in the enforced form, {free} without");
        }

        var recorded = questions.Count(question => question.Json.GetProperty("right").GetBoolean());
        output.WriteLine($"{string.Join(' ', tasks)}: {right} of {questions.Count} right, recorded {recorded}");
        Assert.True(right >= recorded - Margin * questions.Count, $"{right} of {questions.Count} right, recorded {recorded}");

        async Task<int> CountRightAsync(QwenPictureOptions options)
        {
            var plugins = (new GroundingTasks(client, options), new ReadingTasks(client, options));
            var count = 0;
            foreach (var question in questions)
                count += await isRight(plugins, question) ? 1 : 0;
            return count;
        }
    }

    private static (string What, bool Every) Subject(string prompt)
    {
        var match = Located().Match(prompt);
        Assert.True(match.Success, prompt);
        return (match.Groups["what"].Value, match.Groups["which"].Value is "each" or "every");
    }

    private static LocatedBox ToBox(ParsedItem item) => new()
    {
        X1 = (int)item.Numbers[0], Y1 = (int)item.Numbers[1], X2 = (int)item.Numbers[2], Y2 = (int)item.Numbers[3], Label = item.Label,
    };

    private static double[] Numbers(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(number => number.GetDouble())];

    [GeneratedRegex(
        @"^(?:Locate|Outline the position of|Point to) (?<which>the|each|every) (?<what>[a-z ]+?)(?: in the image)?(?:,| and) "
        + @"(?:output|report)")]
    private static partial Regex Located();

    [GeneratedRegex("How many (?<what>.+) are there")]
    private static partial Regex Counted();
}
