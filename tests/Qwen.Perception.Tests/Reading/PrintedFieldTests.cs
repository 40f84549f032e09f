using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Qwen.Testing;

namespace Qwen.Perception.Tests.Reading;

/// <summary>Numbers of documents on the whole way from an answer to a value.</summary>
public class PrintedFieldTests
{
    private const string Schema = """{"type": "object", "properties": {"total": {"type": "number"}}}""";

    private static readonly byte[] Picture = TestPicture.Encode(84, 56);

    [Fact]
    public async Task Prints_of_the_field_are_read_or_left_unread()
    {
        foreach (var folder in FieldInputs.OfKind("numbers"))
        {
            foreach (var line in FieldInputs.Table(Path.Combine(folder, "cases.tsv")))
            {
                const string Bare = " (JSON number)";
                var bare = line[0].EndsWith(Bare, StringComparison.Ordinal);
                var written = bare ? line[0][..^Bare.Length] : JsonSerializer.Serialize(line[0]);
                var result = await ExtractAsync(written);
                var allowed = line[1].Split(" or ");
                var got = Total(result);
                if (got is null)
                    Assert.Contains("unread", allowed);
                else
                    Assert.Contains(got.Value, allowed.Where(a => a != "unread").Select(Parse));
                Assert.Equal(got is null ? ["total"] : [], result.Unread);
            }
        }
    }

    [Theory]
    [InlineData("1e3", 1000)]
    [InlineData("1.250", 1.25)]
    [InlineData("-0.5", -0.5)]
    public async Task A_number_of_JSON_has_no_country(string written, double number)
    {
        var result = await ExtractAsync(written);
        Assert.Equal((decimal)number, Total(result));
        Assert.Empty(result.Notes);
    }

    [Theory]
    [InlineData("\"O,50\"", "total: \"O,50\" has letters or marks among its digits; it was left unread.")]
    [InlineData("1e40", "total: \"1e40\" is too large a number; it was left unread.")]
    public async Task Why_a_number_is_unread_is_noted(string written, string note)
    {
        var result = await ExtractAsync(written);
        Assert.Equal(["total"], result.Unread);
        Assert.Equal([note], result.Notes);
    }

    [Theory]
    [InlineData("1,234.50")]
    [InlineData("1.234,50")]
    [InlineData("12,50")]
    [InlineData("(12.50)")]
    [InlineData("12.50-")]
    [InlineData(".50")]
    [InlineData("1 234")]
    [InlineData("$12.50")]
    [InlineData("-€ 12,50")]
    public async Task A_print_that_was_written_without_quotes_is_never_another_number(string written)
    {
        var result = await ExtractAsync(written);
        var quoted = await ExtractAsync($"\"{written}\"");
        var got = Total(result);
        Assert.True(
            got == Total(quoted) || (got is null && result.Unread.Concat(result.Missing).Contains("total")),
            $"{written} was read as {got} with {string.Join(' ', result.Notes)}");
    }

    [Fact]
    public async Task The_culture_told_decides_and_nothing_is_noted()
    {
        var options = new QwenPictureOptions { NumberCulture = CultureInfo.GetCultureInfo("de-DE"), Currency = "EUR" };
        var result = await ExtractAsync("\"1.250\"", options);
        Assert.Equal(1250, Total(result));
        Assert.Empty(result.Notes);
    }

    private static decimal? Total(ExtractResult<JsonObject> result) =>
        result.Value!["total"] is { } total ? Parse(total.ToJsonString()) : null;

    private static decimal Parse(string number) => decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static Task<ExtractResult<JsonObject>> ExtractAsync(string written, QwenPictureOptions? options = null) =>
        new ReadingTasks(new FixedAnswerClient($$"""{"total": {{written}}}"""), options).ExtractJsonAsync(Picture, Schema);
}
