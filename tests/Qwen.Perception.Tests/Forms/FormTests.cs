using System.Text.Json;
using Qwen.Perception.Forms;
using Qwen.Perception.Parsing;
using Qwen.Perception.Reading;
using Qwen.Shared.Answers;
using Qwen.Testing;

namespace Qwen.Perception.Tests.Forms;

/// <summary>What the forms take: everything that the models wrote, and nothing that a reader could not use.</summary>
public class FormTests(ITestOutputHelper output)
{
    private const int Limit = 50;

    [Fact]
    public void Published_answers_have_the_forms_that_are_enforced()
    {
        var taken = 0;
        foreach (var (name, answer) in RecordedAnswers.All())
        {
            foreach (var form in FormsOf(answer))
            {
                Assert.True(
                    LetterVocabulary.Refuses(form, answer) is null,
                    $"{name} is refused from here on: {LetterVocabulary.Refuses(form, answer)}");
                output.WriteLine($"{name}: taken");
                taken++;
            }
        }

        Assert.NotEqual(0, taken);
    }

    [Fact]
    public void Answers_of_the_demo_model_have_the_forms_that_are_enforced()
    {
        var taken = 0;
        foreach (var recorded in HeldOutCase.All())
        {
            string[] answers = [recorded.Json.GetProperty("reference").GetString()!, recorded.Answer];
            foreach (var answer in answers)
            {
                foreach (var form in FormsOf(answer))
                {
                    // an answer that went wrong may be damaged
                    var refused = LetterVocabulary.Refuses(form, answer);
                    Assert.True(refused is null || !IsWhole(answer), $"{recorded.File} is refused from here on: {refused}");
                    taken += refused is null ? 1 : 0;
                }
            }
        }

        output.WriteLine($"{taken} answers taken");
        Assert.NotEqual(0, taken);
    }

    [Theory]
    [InlineData("There is none.")]
    [InlineData("```json\n[{\"bbox_2d\": [1, 2, 3], \"label\": \"x\"}]\n```")]
    [InlineData("```json\n[{\"bbox_2d\": [1, 2, 3, 4]}]\n```")]
    [InlineData("```json\n[{\"point_2d\": [1, 2], \"label\": \"x\"}]\n```")]
    [InlineData("```json\n[{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"x\"}]")]
    [InlineData(
        "[{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"x\"}, {\"bbox_2d\": [1, 2, 3, 4], \"label\": \"x\"}, {\"bbox_2d\": [1, 2, 3, 4], "
        + "\"label\": \"x\"}]")]
    public void Boxes_are_refused_in_other_forms(string answer) => Assert.NotNull(LetterVocabulary.Refuses(FindingForms.Boxes(2), answer));

    [Theory]
    [InlineData("```json\n[]\n```")]
    [InlineData("[]")]
    [InlineData("[{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"x\"}, {\"bbox_2d\": [1, 2, 3, 4], \"label\": \"x\"}]")]
    [InlineData("```json\n{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"\\\"x\\\" \\\\theta\"}\n```")]
    public void Boxes_are_taken_in_the_models_forms(string answer) => Assert.Null(LetterVocabulary.Refuses(FindingForms.Boxes(2), answer));

    [Theory]
    [InlineData("{\"colour\": \"red\"}", true)]
    [InlineData("```json\n{\n    \"colour\": null,\n}\n```", true)]
    [InlineData("{\"colour\": \"blue\"}", false)]
    [InlineData("{\"color\": \"red\"}", false)]
    [InlineData("{}", false)]
    public void Fields_have_the_keys_and_choices_asked_for(string answer, bool taken)
    {
        var shape = new FieldShape.Group([new("colour", new FieldShape.Value(FieldKind.Text, "red", "green \"light\""))]);
        Assert.Equal(taken, LetterVocabulary.Refuses(shape.ToForm(Limit), answer) is null);
    }

    [Theory]
    [InlineData(
        "```html\n<table border=\"1\">\n<tr><th colspan=\"2\">a<br>b</th></tr>\n<tr><td>1 < 2</td><td></td></tr></table>\n```", true)]
    [InlineData("<!DOCTYPE html>\n<html>\n<head><title>t</title></head>\n<body>\n<table></table>\n</body>\n</html>", true)]
    [InlineData("| a | b |", false)]
    [InlineData("<table><script>x</script></table>", false)]
    public void Tables(string answer, bool taken) => Assert.Equal(taken, LetterVocabulary.Refuses(MarkupForms.Table, answer) is null);

    private static IEnumerable<AnswerForm> FormsOf(string answer)
    {
        if (answer.StartsWith("```html", StringComparison.Ordinal) && answer.Contains("data-bbox", StringComparison.Ordinal))
            yield return MarkupForms.Page;
        if (!answer.StartsWith("```json", StringComparison.Ordinal))
            yield break;
        var parsed = ItemParser.Parse(answer);
        if (parsed.Rest.Trim().Length > 0)
        {
            yield return FindingForms.Counted(Limit);
        }
        else if (parsed.Items.Count > 0)
        {
            var box = parsed.Items[0].IsBox;
            if (answer.Contains("text_content", StringComparison.Ordinal))
                yield return FindingForms.Lines(Limit);
            else
                yield return box ? FindingForms.Boxes(Limit) : FindingForms.Points(Limit);
            if (box && parsed.Items[0].Attributes.Count > 0)
                yield return FindingForms.Boxes([.. parsed.Items[0].Attributes.Keys], Limit);
        }
        else if (answer.Contains("[]", StringComparison.Ordinal))
        {
            yield return FindingForms.Boxes(Limit);
            yield return FindingForms.Points(Limit);
        }
        else if (AnswerJson.Find(answer).Values is [{ ValueKind: JsonValueKind.Object } fields])
        {
            yield return FieldShape.Group.OfTexts(fields.EnumerateObject().Select(field => field.Name)).ToForm(Limit);
        }
    }

    private static bool IsWhole(string answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer.Trim('`')["json".Length..]);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
