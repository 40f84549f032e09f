using System.Text.Json;
using Qwen.DemoModel.Data;
using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Evaluation;
using Qwen.DemoModel.Tasks.Talks;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Text;

namespace Qwen.DemoModel.Tests;

/// <summary>Requests over functions are answerable from what the prompt shows.</summary>
public sealed class TalkTests
{
    private static readonly FunctionTalk Talks = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_call_names_an_offered_function_and_gives_exactly_what_it_requires(bool heldOut)
    {
        foreach (var seed in Enumerable.Range(0, 100))
        {
            var talk = Talks.Draw(new Dice(seed, heldOut), 6, "call");
            var offered = talk.Tools.Select(DeclaredFunction.Parse).ToDictionary(function => function.Name);
            Assert.InRange(offered.Count, 1, 6);
            foreach (var question in talk.Questions)
            {
                var text = question.AnswerText;
                using var call = JsonDocument.Parse(
                    text.Replace("<tool_call>", "", StringComparison.Ordinal).Replace("</tool_call>", "", StringComparison.Ordinal));
                var function = offered[call.RootElement.GetProperty("name").GetString()!];
                var given = call.RootElement.GetProperty("arguments").EnumerateObject().ToList();
                var required = function.JsonSchema.TryGetProperty("required", out var names)
                    ? names.EnumerateArray().Select(name => name.GetString())
                    : [];
                Assert.Equal(required, given.Select(argument => argument.Name));
                Assert.All(given, argument => Assert.Equal(
                    function.JsonSchema.GetProperty("properties").GetProperty(argument.Name).GetProperty("type").GetString() is "integer"
                        or "number",
                    argument.Value.ValueKind == JsonValueKind.Number));

                // what is written in the call was said in the request
                Assert.All(
                    given.Where(argument => argument.Value.ValueKind == JsonValueKind.String),
                    argument => Assert.Contains(argument.Value.GetString()!, question.Prompt, StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Requests that do not fit their batch are left out: that may not be most of any kind.</summary>
    [Theory]
    [InlineData("call")]
    [InlineData("result")]
    [InlineData("plan")]
    [InlineData("next")]
    [InlineData("refuse")]
    [InlineData("unlearned")]
    public void Most_requests_of_every_kind_fit_their_batch(string kind)
    {
        using var checkpoint = Checkpoint.Open(Setup.DemoModel);
        var packer = new Packer(QwenTokenizer.Load(Setup.DemoModel), checkpoint.Config, checkpoint.Preprocessor);
        var lengths = Enumerable.Range(0, 40)
            .SelectMany(seed => Talks.Draw(new Dice(2 * seed, heldOut: false), 4, kind).Questions)
            .Select(packer.Measure)
            .ToList();
        Assert.True(
            lengths.Count(length => length <= Bucket.All["t"].TextTokens) * 10 >= 7 * lengths.Count,
            $"{kind}: {string.Join(' ', lengths.Order())}");
    }

    [Fact]
    public void Words_of_held_out_requests_are_never_trained()
    {
        var trained = Draw(heldOut: false).Select(question => question.Prompt).ToHashSet();
        Assert.DoesNotContain(Draw(heldOut: true).Select(question => question.Prompt), trained.Contains);

        static IEnumerable<Tasks.Question> Draw(bool heldOut) =>
            Enumerable.Range(0, 200).SelectMany(seed => Talks.Draw(new Dice(seed, heldOut), 4, "unlearned").Questions);
    }

    [Fact]
    public void A_call_with_another_argument_is_not_right()
    {
        var question = Talks.Draw(new Dice(4, heldOut: true), 40, "call").Questions
            .First(question => question.AnswerText.Contains("\": \"", StringComparison.Ordinal));
        var wrong =
            question.AnswerText.Replace("\"}", "x\"}", StringComparison.Ordinal).Replace("}}", ", \"more\": 1}}", StringComparison.Ordinal);

        Assert.Equal((1, 1), Judge.Score(question, question.AnswerText, 1, 1));
        Assert.Equal((0, 1), Judge.Score(question, wrong, 1, 1));
        Assert.Equal((0, 1), Judge.Score(question, "None of the functions can do that.", 1, 1));
        Assert.Equal((1, 1), Judge.Score(question with { Kind = "function" }, wrong, 1, 1));
    }
}
