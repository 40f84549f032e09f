using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Perception.Parsing;
using Qwen.Perception.Parsing.Counts;
using Qwen.Perception.Recognition;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Tests.Parsing;

/// <summary>
/// Published answers are read without loss: what stands in the text, found by a plain search, must all stand in what was parsed.
/// </summary>
public partial class RecordedAnswerTests(ITestOutputHelper output)
{
    [Fact]
    public void Boxes_and_points_are_read_without_loss()
    {
        foreach (var (name, answer) in RecordedAnswers.All("grounding"))
        {
            var parsed = ItemParser.Parse(answer);
            AssertComplete(name, answer, parsed);
        }
    }

    [Fact]
    public void Counts_are_read_from_the_last_sentence()
    {
        foreach (var (name, answer) in RecordedAnswers.All("grounding_counting"))
        {
            var parsed = ItemParser.Parse(answer);
            var written = int.Parse(Digits().Matches(answer)[^1].Value, CultureInfo.InvariantCulture);
            Assert.Equal(written, CountReader.Read(parsed.Rest).Count);
            Assert.Equal(written, parsed.Items.Count);
            Report(name, $"count {written}", parsed.Repairs);
        }
    }

    [Fact]
    public void Text_is_read_without_loss()
    {
        foreach (var (name, answer) in RecordedAnswers.All("ocr"))
        {
            if (answer.Contains("bbox_2d", StringComparison.Ordinal))
            {
                AssertComplete(name, answer, ItemParser.Parse(answer));
                continue;
            }

            var lines = LineParser.Parse(answer);
            Assert.Equal(Squeeze(answer), Squeeze(string.Concat(lines)));
            Assert.Equal(answer.Split('\n').Count(line => line.Trim().Length > 0), lines.Count);
            Report(name, $"{lines.Count} lines", null);
        }
    }

    [Fact]
    public void Fields_are_read_without_loss()
    {
        foreach (var (name, answer) in RecordedAnswers.All("kie"))
        {
            var fields = FieldParser.Parse(answer, out var repairs, out _);
            var written = Member().Matches(answer).Select(m => (m.Groups["key"].Value, m.Groups["value"].Value));
            Assert.Equal(written, fields.Select(field => (field.Key, ItemReader.ToText(field.Value))));
            Report(name, fields.Count == 0 ? "prose" : $"{fields.Count} fields", repairs);
        }
    }

    [Fact]
    public void Names_are_read_without_loss()
    {
        foreach (var (name, answer) in RecordedAnswers.All("recoAll"))
        {
            var found = NameParser.Parse(answer);
            Assert.NotEmpty(found);
            Assert.All(found, entry => Assert.Equal(2, entry.Names.Count));

            // every list line that ends in a name is there; headings and the sentence before the list end in a colon
            var lines = answer.Split('\n').Skip(1).Select(line => line.TrimEnd(' ', '*')).Where(line => line[^1] is not (':' or '：'));
            Assert.Equal(
                Squeeze(string.Concat(lines.Select(line => line[(line.IndexOfAny([':', '：']) + 1)..]))),
                Squeeze(string.Concat(found.SelectMany(entry => entry.Names))));
            Report(name, $"{found.Count} places", null);
        }
    }

    private void AssertComplete(string name, string answer, ParsedItems parsed)
    {
        Assert.True(parsed.Understood, name);
        Assert.Equal(Coordinates().Count(answer), parsed.Items.Count);
        var written = Coordinates().Matches(answer)
            .SelectMany(m => Digits().Matches(m.Value[(m.Value.IndexOf(':') + 1)..]))
            .Select(m => double.Parse(m.Value, CultureInfo.InvariantCulture));
        Assert.Equal(written, parsed.Items.SelectMany(item => item.Numbers));
        var texts = Member().Matches(answer).Select(m => m.Groups["value"].Value.Trim());
        Assert.Equal(texts, parsed.Items.SelectMany(item => item.Attributes.Values.Prepend(item.Label)));
        Report(name, $"{parsed.Items.Count} {(parsed.Items[0].IsBox ? "boxes" : "points")}", parsed.Repairs);
    }

    private void Report(string name, string read, RepairLog? repairs) =>
        output.WriteLine(
            $"{name,-36} {read,-12} {(repairs is { Sentences.Count: > 0 } ? string.Join(' ', repairs.Sentences) : "no repair")}");

    private static string Squeeze(string text) => Blank().Replace(text, "");

    [GeneratedRegex(@"""(?:bbox|point)_2d"": \[[^\]]*\]")]
    private static partial Regex Coordinates();

    [GeneratedRegex(@"(?<![0-9])[0-9]+")]
    private static partial Regex Digits();

    [GeneratedRegex(@"""(?<key>[^""]+)"": ""(?<value>[^""]*)""")]
    private static partial Regex Member();

    [GeneratedRegex(@"[\s*()（）]")]
    private static partial Regex Blank();
}
