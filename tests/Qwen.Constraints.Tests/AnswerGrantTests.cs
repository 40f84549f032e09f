using System.Text.Json;
using Qwen.Constraints.Fuzzing;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Tests;

/// <summary>What one answer takes from its compilation to its last token is counted, and bounded whatever was asked for.</summary>
public sealed class AnswerGrantTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);

    [Fact]
    public void Whole_answers_to_what_adds_up_stay_within_their_grant()
    {
        var report = FuzzChild.Run(["answers", "1"], Limit);
        Assert.Null(report.Unfinished);
        Assert.Empty(report.Lines.Where(line => line.IsFinding).Select(line => $"{line.Name}: {line.Result} {line.Detail}"));
        Assert.Equal(AnswerAttacks.All.Count, report.Lines.Count);
        Assert.True(report.Lines.Count(line => line.Result == "spent") <= 2);

        // what is all refused would show nothing
        Assert.True(report.Lines.Count(line => line.Result != "refused") > report.Lines.Count * 2 / 3);
        Assert.Equal(0, report.ExitCode);
    }

    [Fact]
    public void A_compilation_and_every_step_draw_on_the_grant()
    {
        using var schema = JsonDocument.Parse("""{"type":"array","items":{"pattern":"a.*b"}}""");
        var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, schema.RootElement);
        Assert.InRange(grammar.CompileWork, 1, ConstraintLimits.CompileWork);
        var constraint = grammar.CreateConstraint();
        Assert.Equal(ConstraintLimits.AnswerWork - grammar.CompileWork, constraint.Grant.Left);
        constraint.GetMask();
        var mask = constraint.Grant.Drawn;
        Assert.True(mask > 0);
        constraint.Accept('[');
        constraint.GetMask();
        Assert.True(constraint.Grant.Drawn > mask);
        Assert.Equal(
            ConstraintLimits.AnswerWork + ConstraintLimits.TokenWork - grammar.CompileWork - constraint.Grant.Drawn, constraint.Grant.Left);

        // another answer has its own
        Assert.Equal(0, grammar.CreateConstraint().Grant.Drawn);
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"pattern":"^[a-m]{2,9}$"},"b":{"type":"number"}},"type":"object","additionalProperties":false}""")]
    [InlineData("""{"type":"array","minItems":3,"items":{"enum":["one","two","three",4,5,6]}}""")]
    [InlineData("""{"type":"array","uniqueItems":true,"minItems":5,"items":{"type":"integer","minimum":0,"maximum":20}}""")]
    [InlineData("""{"allOf":[{"pattern":"^[a-f]*b"},{"not":{"pattern":"d.{5}e"}}],"type":"string","maxLength":40}""")]
    public void A_spent_grant_narrows_an_answer_and_lets_it_end(string schema)
    {
        var root = JsonDocument.Parse(schema).RootElement;
        for (var seed = 0; seed < 5; seed++)
        {
            var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, root);
            var text = RandomWalk.Write(grammar, new Random(seed), 20, (constraint, written) =>
            {
                if (written.Count == 0)
                    constraint.Grant.Draw(ConstraintLimits.AnswerWork);
            });
            using var value = JsonDocument.Parse(text);
            Assert.True(new SchemaChecker(root).IsValid(value.RootElement), text);
        }
    }

    [Fact]
    public void What_even_its_way_out_is_too_much_for_ends_in_a_sentence()
    {
        var constraint = Grammar.AnyJson(ByteVocabulary.Instance).CreateConstraint();
        constraint.GetMask();
        constraint.Accept('[');
        constraint.Grant.Draw(ConstraintLimits.AnswerWork + (2 * ConstraintLimits.Overdraft));
        var error = Assert.Throws<ConstraintException>(() => { constraint.GetMask(); });
        Assert.StartsWith("The answer was ended", error.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Work_that_is_under_way_ends_when_nobody_waits_for_it(bool goesOnWhateverItTakes)
    {
        using var cancelled = new CancellationTokenSource();
        var budget = new Budget();
        budget.BeginCall(new AnswerGrant(0), ConstraintLimits.MaskWork, cancelled.Token);
        budget.Spend(1);
        cancelled.Cancel();

        // well within a hundredth of what one mask may take
        Assert.Throws<OperationCanceledException>(() =>
        {
            for (var i = 0; i < ConstraintLimits.MaskWork / 100; i++)
            {
                if (goesOnWhateverItTakes)
                    budget.Note(1);
                else
                    budget.Spend(1);
            }
        });
    }

    [Fact]
    public void A_name_may_be_as_long_as_its_schema()
    {
        var name = string.Concat(Enumerable.Range(0, 3000).Select(i => $"w{i} "));
        using var schema = JsonDocument.Parse($$$"""
            {"type":"object","additionalProperties":false,"properties":{"{{{name}}}":{"type":"null"},"{{{name[..^9]}}}":{"type":"null"} } }
            """);
        Assert.True(ByteVocabulary.Takes(Grammar.FromJsonSchema(ByteVocabulary.Instance, schema.RootElement), $$"""{"{{name}}": null}"""));
    }

    [Fact]
    public void Items_that_must_differ_are_told_apart_to_the_last_one()
    {
        using var schema = JsonDocument.Parse(
            """{"type":"array","uniqueItems":true,"items":{"enum":["a","ab","b",0,1,1.5,true,null]}}""");
        var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, schema.RootElement);
        Assert.True(ByteVocabulary.Takes(grammar, """["ab", "a", null, 1, 0, true, 1.5, "b"]"""));
        foreach (var twice in new[] { """["ab", "a", "ab"]""", "[1, 1]", "[1.5, 1.5]", "[0, true, null, true]", "[null, null]" })
            Assert.False(ByteVocabulary.Takes(grammar, twice), twice);

        // all are used: nothing but the end may follow
        var constraint = grammar.CreateConstraint();
        foreach (var value in """["ab", "a", null, 1, 0, true, 1.5, "b" """.TrimEnd())
            constraint.Accept(value);
        Assert.False(constraint.Allows(','));
        Assert.True(constraint.Allows(']'));
    }

    [Theory]
    [InlineData("(?=.*a)(?=.*b)(?=.*[cd])(?!.*e).*", "dab", "dae")]
    [InlineData("((?=.*a)(?=.*b).*)|xyz", "xyzab", "xyb")]
    [InlineData(".*a.*|.*b.{3}", "xxbyyy", "xxbyy")]
    [InlineData("(?=.{3,}).*a.*", "bba", "ba")]
    [InlineData("(?=.*[0-9])(?=.*[a-z])[a-z0-9]*", "a7", "a7-")]
    [InlineData("(?=[^x]*\n)(?=.*a)[^y]*", "a\n", "ay\n")]
    [InlineData("([ab]*c[ab]*)|([ab]*d)", "abcab", "abdab")]
    public void Languages_that_any_text_begins_keep_their_ends(string pattern, string within, string without)
    {
        var grammar = Grammar.FromPattern(ByteVocabulary.Instance, pattern);
        Assert.True(ByteVocabulary.Takes(grammar, within));
        Assert.False(ByteVocabulary.Takes(grammar, without));

        // and the mask allows what can be gone on with, no more
        for (var seed = 0; seed < 5; seed++)
            RandomWalk.Follow(grammar.CreateConstraint(), grammar.Vocabulary, new Random(seed), 30);
    }

    [Fact]
    public void A_long_chain_of_what_may_come_anywhere_takes_no_stack()
    {
        var work = new Thread(
            () =>
            {
                foreach (var part in new[] { ".*a", "[^]*a", "[^]*(?!ab)c", "(?=.*b)a" })
                {
                    try
                    {
                        var pattern = string.Concat(Enumerable.Repeat(part, 8000 / part.Length));
                        Grammar.FromPattern(ByteVocabulary.Instance, pattern).CreateConstraint().GetMask();
                    }
                    catch (ConstraintException)
                    {
                        // refused as too much: just as well
                    }
                }
            },
            512 << 10);
        work.Start();
        work.Join();
    }

    [Fact]
    public void A_long_answer_never_runs_out()
    {
        using var schema = JsonDocument.Parse(
            """{"type":"array","items":{"properties":{"name":{"type":"string"},"age":{"type":"integer"}},"required":["name","age"]}}""");
        var constraint = Grammar.FromJsonSchema(ByteVocabulary.Instance, schema.RootElement).CreateConstraint();
        constraint.Accept('[');
        for (var i = 0; i < 300; i++)
        {
            foreach (var value in $$"""{{(i == 0 ? "" : ", ")}}{"name": "name {{i}}", "age": {{i}}}""")
            {
                Assert.True(constraint.Allows(value));
                constraint.GetForcedBytes();
                constraint.Accept(value);
            }
        }

        Assert.True(constraint.Grant.Left > ConstraintLimits.AnswerWork);
    }
}
