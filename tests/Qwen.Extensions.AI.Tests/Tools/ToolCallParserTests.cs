using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;

namespace Qwen.Extensions.AI.Tests.Tools;

public class ToolCallParserTests
{
    /// <summary>Answers as models write them, with what they mean.</summary>
    public static TheoryData<string, string[]> WellFormed => new()
    {
        { "Just text.", ["text Just text."] },
        { "  spaces stay  \n", ["text   spaces stay  \n"] },
        { "a < b and <tool> is no call", ["text a < b and <tool> is no call"] },
        { "an open <tool_c", ["text an open <tool_c"] },
        { "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}\n</tool_call>", ["""call_0 f({"a":1})"""] },
        { "Thinking.\n<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>", ["text Thinking.", "call_0 f({})"] },
        {
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {}}\n</tool_call>\n<tool_call>\n{\"name\": \"g\", \"arguments\": {\"x\": [1, "
                + "2]}}\n</tool_call>\n",
            ["call_0 f({})", """call_1 g({"x":[1,2]})"""]
        },
        { "<tool_call>{\"name\": \"f\", \"arguments\": {}}</tool_call> done", ["call_0 f({})", "text done"] },
        { "<tool_call>\n{\"name\": \"f\"}\n</tool_call>", ["call_0 f({})"] },
        { "<tool_call>\n{\"name\": \"f\", \"parameters\": {\"a\": true}}\n</tool_call>", ["""call_0 f({"a":true})"""] },
        { "<tool_call>\n{\"name\": \"f\", \"arguments\": \"{\\\"a\\\": 1}\"}\n</tool_call>", ["""call_0 f({"a":1})"""] },
        {
            "<tool_call>\n{\"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": {\"a\": null}}}\n</tool_call>",
            ["""call_0 f({"a":null})"""]
        },
        {
            "<tool_call>\n{\"name\": \"say\", \"arguments\": {\"text\": \"a </tool_call> b\"}}\n</tool_call>",
            ["""call_0 say({"text":"a \u003C/tool_call\u003E b"})"""]
        },
        { "<tool_call>\n\n</tool_call>", [] },
        { "<tool_call>", [] },
    };

    /// <summary>Deviations seen in the field.</summary>
    public static TheoryData<string, string, string[]> Deviations => new()
    {
        { "missing closing tag", "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}", ["""call_0 f({"a":1})"""] },
        {
            "missing closing tag before the next call",
            "<tool_call>\n{\"name\": \"f\"}\n<tool_call>\n{\"name\": \"g\"}\n</tool_call>",
            ["call_0 f({})", "call_1 g({})"]
        },
        { "missing line breaks", "<tool_call>{\"name\":\"f\",\"arguments\":{\"a\":1}}</tool_call>", ["""call_0 f({"a":1})"""] },
        {
            "two objects in one block",
            "<tool_call>\n{\"name\": \"f\"}\n{\"name\": \"g\", \"arguments\": {\"b\": 2}}\n</tool_call>",
            ["call_0 f({})", """call_1 g({"b":2})"""]
        },
        { "a list of calls", "<tool_call>\n[{\"name\": \"f\"}, {\"name\": \"g\"}]\n</tool_call>", ["call_0 f({})", "call_1 g({})"] },
        {
            "single quotes",
            "<tool_call>\n{'name': 'f', 'arguments': {'a': 'it is \"so\"'}}\n</tool_call>",
            ["""call_0 f({"a":"it is \u0022so\u0022"})"""]
        },
        {
            "trailing commas",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": [1, 2,],},}\n</tool_call>",
            ["""call_0 f({"a":[1,2]})"""]
        },
        {
            "missing comma",
            "<tool_call>\n{\"name\": \"f\" \"arguments\": {\"a\": 1 \"b\": 2}}\n</tool_call>",
            ["""call_0 f({"a":1,"b":2})"""]
        },
        { "missing final brace", "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}\n</tool_call>", ["""call_0 f({"a":1})"""] },
        { "missing final brace and tag", "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}", ["""call_0 f({"a":1})"""] },
        {
            "missing final brace before a second object",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}\n{\"name\": \"g\"}\n</tool_call>",
            ["""call_0 f({"a":1})""", "call_1 g({})"]
        },
        { "one brace too many", "<tool_call>\n{\"name\": \"f\", \"arguments\": {}}}\n</tool_call>", ["call_0 f({})"] },
        {
            "Python literals",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": True, \"b\": None}}\n</tool_call>",
            ["""call_0 f({"a":true,"b":null})"""]
        },
        { "bare keys and words", "<tool_call>\n{name: f, arguments: {city: Paris}}\n</tool_call>", ["""call_0 f({"city":"Paris"})"""] },
        {
            "raw line break in a string",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"x\ny\"}}\n</tool_call>",
            ["""call_0 f({"a":"x\ny"})"""]
        },
        {
            "numbers beyond any type",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 2E+931, \"b\": 0.12345678901234567890123, \"c\": 007}}\n</tool_call>",
            ["""call_0 f({"a":2E+931,"b":0.12345678901234567890123,"c":7})"""]
        },
        { "a code fence", "<tool_call>\n```json\n{\"name\": \"f\"}\n```\n</tool_call>", ["call_0 f({})"] },
        {
            "a forgotten quote",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"x}}\n</tool_call>\nand text",
            ["broken f: The arguments are not JSON.", "text and text"]
        },
        {
            "a forgotten quote on one line",
            "<tool_call>{\"name\": \"f\", \"arguments\": {\"a\": \"x}}</tool_call><tool_call>{\"name\": \"g\"}</tool_call>",
            ["broken f: The arguments are not JSON.", "call_0 g({})"]
        },
        { "no JSON at all", "<tool_call>\nf(1)\n</tool_call>", ["broken : The call is not a JSON object."] },
        { "no name", "<tool_call>\n{\"arguments\": {}}\n</tool_call>", ["broken : The call names no function."] },
        {
            "arguments that are a list",
            "<tool_call>\n{\"name\": \"f\", \"arguments\": [1]}\n</tool_call>",
            ["broken f: The arguments are a JSON Array, not an object."]
        },
        { "no tags", "{\"name\": \"f\", \"arguments\": {\"a\": 1}}", ["""call_0 f({"a":1})"""] },
        { "no tags, spread over lines", "\n{\n  \"name\": \"f\",\n  \"arguments\": {}\n}\n", ["call_0 f({})"] },
        {
            "JSON that is no call",
            "{\"name\": \"someone else\", \"arguments\": {}}",
            ["text {\"name\": \"someone else\", \"arguments\": {}}"]
        },
        { "JSON about a tool, not a call", "{\"name\": \"f\", \"age\": 3}", ["text {\"name\": \"f\", \"age\": 3}"] },
    };

    [Theory]
    [MemberData(nameof(WellFormed))]
    public void Splits_an_answer_into_text_and_calls(string answer, string[] expected) =>
        Assert.Equal(expected, Answers.Describe(Answers.Parse([answer])));

    [Theory]
    [MemberData(nameof(Deviations))]
    public void Reads_what_small_models_write(string deviation, string answer, string[] expected)
    {
        var found = Answers.Describe(Answers.Parse([answer], cut: false, "f", "g"));
        Assert.True(expected.SequenceEqual(Renumber(found)), $"{deviation}: {string.Join(" | ", found)}");
    }

    [Theory]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": \"hel")]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 12")]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}")]
    [InlineData("<tool_call>\n{\"name\": \"f\", \"argu")]
    public void A_call_cut_by_the_token_limit_is_reported_and_not_runnable(string answer)
    {
        var call = Assert.IsType<FunctionCallContent>(Assert.Single(Answers.Parse([answer], cut: true)));
        Assert.Equal("f", call.Name);
        Assert.Contains("ended before the call was complete", call.Exception!.InnerException!.Message, StringComparison.Ordinal);
        Assert.True(call.InformationalOnly);
        Assert.Null(call.Arguments);
    }

    [Fact]
    public void A_call_that_only_lacks_its_tag_runs_even_where_the_limit_was_reached()
    {
        var call = Assert.IsType<FunctionCallContent>(
            Assert.Single(Answers.Parse(["<tool_call>\n{\"name\": \"f\", \"arguments\": {\"a\": 1}}"], cut: true)));
        Assert.Null(call.Exception);
        Assert.False(call.InformationalOnly);
    }

    [Fact]
    public void Text_goes_out_as_soon_as_it_cannot_be_the_start_of_a_call()
    {
        var parser = new ToolCallParser("call_", ["f"]);
        Assert.Equal("Hello", Text(parser.Append("Hello")));
        Assert.Equal("", Text(parser.Append(" <tool")));
        Assert.Equal(" <tools>", Text(parser.Append("s>")));
        Assert.Equal("", Text(parser.Append("\n<tool_call>")));
        Assert.Empty(parser.Append("{\"name\": \"f\""));
        Assert.Single(parser.Append("}</tool_call>").OfType<FunctionCallContent>());
    }

    [Fact]
    public void Arguments_arrive_as_json_elements()
    {
        var call = (FunctionCallContent)Answers.Parse(
            ["<tool_call>{\"name\": \"f\", \"arguments\": {\"n\": 2.5, \"s\": \"é\", \"o\": {\"k\": []}}}</tool_call>"]).Single();
        Assert.Equal(2.5, Assert.IsType<JsonElement>(call.Arguments!["n"]).GetDouble());
        Assert.Equal("é", Assert.IsType<JsonElement>(call.Arguments["s"]).GetString());
        Assert.Equal(JsonValueKind.Array, Assert.IsType<JsonElement>(call.Arguments["o"]).GetProperty("k").ValueKind);
    }

    [Fact]
    public void Deep_nesting_ends_in_a_broken_call_and_not_in_the_stack()
    {
        var answer = "<tool_call>{\"name\": \"f\", \"arguments\": " + new string('[', 100_000);
        Assert.IsType<JsonException>(Assert.IsType<FunctionCallContent>(Assert.Single(Answers.Parse([answer]))).Exception!.InnerException);
    }

    /// <summary>Ten thousand mutations of real answers: nothing throws, ids are unique, and the pieces do not matter.</summary>
    [Fact]
    public void Mutated_answers_never_throw_and_read_the_same_in_any_pieces()
    {
        string[] seeds = [.. WellFormed.Select(row => row.Data.Item1), .. Deviations.Select(row => row.Data.Item2)];
        string[] fragments =
        [
            "<tool_call>", "</tool_call>", "\n", "\"", "'", "{", "}", "[", "]", ",", ":", "\\", "\\u12", "name", "\"name\": \"f\"",
            "arguments", " ", "<", "é😀", "\ud83d"
        ];
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new Random(seed);
            var answer = Mutate(seeds[random.Next(seeds.Length)] + seeds[random.Next(seeds.Length)], fragments, random);
            var cut = random.Next(2) == 0;
            var whole = Answers.Parse([answer], cut, "f", "g");
            var pieces = Answers.Parse(Split(answer, random), cut, "f", "g");
            Assert.True(Answers.Describe(whole).SequenceEqual(Answers.Describe(pieces)), $"Seed {seed}, answer: {answer}");
            var calls = whole.OfType<FunctionCallContent>().ToList();
            Assert.Equal(calls.Count, calls.Select(call => call.CallId).Distinct().Count());
            Assert.All(calls, call => Assert.Equal(call.Exception is not null, call.InformationalOnly));
        }
    }

    private static string Mutate(string answer, string[] fragments, Random random)
    {
        var text = new StringBuilder(answer);
        for (var count = random.Next(7); count > 0; count--)
        {
            var place = random.Next(text.Length + 1);
            var length = Math.Min(random.Next(1, 13), text.Length - place);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(place, length);
                    break;
                case 1:
                    text.Insert(place, fragments[random.Next(fragments.Length)]);
                    break;
                case 2 when random.Next(3) == 0:
                    text.Length = place;
                    break;
                default:
                    text.Insert(place, text.ToString(place, length));
                    break;
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Split(string answer, Random random)
    {
        for (int at = 0, length; at < answer.Length; at += length)
        {
            length = Math.Min(random.Next(1, 10), answer.Length - at);
            yield return answer.Substring(at, length);
        }
    }

    private static string Text(IEnumerable<AIContent> contents) =>
        string.Concat(contents.OfType<TextContent>().Select(content => content.Text));

    // ids count every call, broken ones too; expectations count the readable ones
    private static IEnumerable<string> Renumber(IEnumerable<string> lines)
    {
        var next = 0;
        foreach (var line in lines)
            yield return line.StartsWith("call_", StringComparison.Ordinal)
                ? $"call_{next++}{line[line.IndexOf(' ', StringComparison.Ordinal)..]}"
                : line;
    }
}
