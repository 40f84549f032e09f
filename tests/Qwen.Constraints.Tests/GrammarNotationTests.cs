using System.Text;
using System.Text.Json;

namespace Qwen.Constraints.Tests;

/// <summary>The grammar notation, patterns, and what they force.</summary>
public sealed class GrammarNotationTests
{
    private const string Points =
        """
        # points in the model's XML form
        root  ::= "<points" pair{1,3} " alt=\"" text "\">" text "</points>"
        pair  ::= " x" digits "=\"" digits "\" y" digits "=\"" digits "\""
        digits ::= [0-9]+
        text  ::= /[^<>"]{1,20}/
        """;

    private const string Html =
        """
        root    ::= "<html><body>\n" block* "</body></html>"
        block   ::= "<p data-bbox=\"" box "\">" text "</p>\n" | "<ul>\n" item+ "</ul>\n"
        item    ::= "<li>" (text | block) "</li>\n"
        box     ::= number (" " number){3}
        number  ::= /0|[1-9][0-9]{0,3}/
        text    ::= /[^<>]*/
        """;

    [Theory]
    [InlineData(Points, "<points x1=\"10\" y1=\"20\" alt=\"cup\">cup</points>", true)]
    [InlineData(Points, "<points alt=\"cup\">cup</points>", false)]
    [InlineData(Points, "<points x1=\"10\" y1=\"20\" alt=\"\">cup</points>", false)]
    [InlineData(Html, "<html><body>\n<p data-bbox=\"1 2 30 4000\">a b</p>\n</body></html>", true)]
    [InlineData(Html, "<html><body>\n<ul>\n<li><ul>\n<li>x</li>\n</ul>\n</li>\n</ul>\n</body></html>", true)]
    [InlineData(Html, "<html><body>\n<ul>\n<li><ul>\n<li>x</li>\n</ul>\n</ul>\n</body></html>", false)]
    [InlineData("root ::= \"a\" root \"b\" | \"\"", "aaabbb", true)]
    [InlineData("root ::= \"a\" root \"b\" | \"\"", "aaabb", false)]
    [InlineData("root ::= \"\\x41\\u00e9\" /\\/[/\"]/", "Aé//", true)]
    public void A_text_is_taken_or_not(string notation, string text, bool taken) =>
        Assert.Equal(taken, ByteVocabulary.Takes(Grammar.FromNotation(ByteVocabulary.Instance, notation), text));

    [Theory]
    [InlineData("root ::= root \"a\" | \"b\"", "begins with itself")]
    [InlineData("root ::= \"a\" root", "no text that ends")]
    [InlineData("root ::= other", "no rule 'other'")]
    [InlineData("start ::= \"a\"", "no rule 'root'")]
    [InlineData("root ::= \"a", "not closed")]
    [InlineData("root ::= \"a\"\nroot ::= \"b\"", "line 2")]
    [InlineData("root ::= @thing", "'thing'")]
    [InlineData("root ::= /(?<=a)b/", "look-behind")]
    public void A_grammar_that_cannot_be_used_is_refused(string notation, string reason) =>
        Assert.Contains(
            reason,
            Assert.Throws<ConstraintException>(() => Grammar.FromNotation(ByteVocabulary.Instance, notation)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(Points)]
    [InlineData(Html)]
    [InlineData("root ::= (\"x\" @json \";\"){2}")]
    public void Random_choices_end_in_texts_of_the_grammar(string notation)
    {
        var grammar = Grammar.FromNotation(ByteVocabulary.Instance, notation);
        for (var seed = 0; seed < 10; seed++)
            Assert.True(ByteVocabulary.Takes(grammar, RandomWalk.Write(grammar, new Random(seed), patience: 80)));
    }

    [Fact]
    public void A_tool_call_holds_json_of_its_schema()
    {
        using var schema = JsonDocument.Parse(
            """{"type":"object","properties":{"name":{"const":"tap"},"arguments":{"type":"object","properties":{"x":{"type":"integer"}},"required":["x"],"additionalProperties":false}},"required":["name","arguments"],"additionalProperties":false}""");
        var grammar = Grammar.FromNotation(
            ByteVocabulary.Instance,
            "root ::= \"<tool_call>\\n\" @call \"\\n</tool_call>\" (\"\\n<tool_call>\\n\" @call \"\\n</tool_call>\")*",
            new Dictionary<string, JsonElement> { ["call"] = schema.RootElement },
            new JsonGrammarOptions { PropertyOrder = JsonPropertyOrder.AsWritten, Whitespace = JsonWhitespace.Spaced });
        Assert.True(ByteVocabulary.Takes(grammar, "<tool_call>\n{\"name\": \"tap\", \"arguments\": {\"x\": 5}}\n</tool_call>"));
        Assert.False(ByteVocabulary.Takes(grammar, "<tool_call>\n{\"name\": \"tip\", \"arguments\": {\"x\": 5}}\n</tool_call>"));

        // all but the number is forced, up to it and behind it
        var constraint = grammar.CreateConstraint();
        Assert.Equal("<tool_call>\n{\"name\": \"tap\", \"arguments\": {\"x\": ", Encoding.UTF8.GetString(constraint.GetForcedBytes()));
    }

    [Fact]
    public void Forced_tokens_leave_out_what_could_still_grow()
    {
        using var schema = JsonDocument.Parse(
            """{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""");
        var grammar = Grammar.FromJsonSchema(
            ByteVocabulary.Instance, schema.RootElement, new JsonGrammarOptions { Whitespace = JsonWhitespace.Spaced });
        var constraint = grammar.CreateConstraint();
        Assert.Equal("{\"name\": \"", Encoding.UTF8.GetString(constraint.GetForcedBytes()));

        // '": "' at the end could be the beginning of a token that goes on with the string
        var tokens = constraint.GetForcedTokens(Longest);
        Assert.Equal("{\"name", Written(tokens));
        foreach (var token in tokens)
            constraint.Accept(token);
        Assert.Equal("\": \"", Encoding.UTF8.GetString(constraint.GetForcedBytes()));
        Assert.Empty(constraint.GetForcedTokens(Longest));
        Assert.Equal("\": \"", Written(constraint.GetLikelyTokens(Longest)));
    }

    [Fact]
    public void Nothing_is_left_to_the_model_where_only_the_end_may_follow()
    {
        var constraint = Grammar.FromPattern(ByteVocabulary.Instance, "[ab]c{3}").CreateConstraint();
        Assert.Empty(constraint.GetForcedTokens(Longest));
        constraint.Accept('a');
        Assert.Equal([.. "ccc".Select(letter => (int)letter), ByteVocabulary.End], constraint.GetForcedTokens(Longest));
        foreach (var letter in "ccc")
            constraint.Accept(letter);
        Assert.Equal([ByteVocabulary.End], constraint.GetForcedTokens(Longest));

        // an end that is only possible is the model's choice
        var open = Grammar.FromPattern(ByteVocabulary.Instance, "a*").CreateConstraint();
        Assert.Empty(open.GetForcedTokens(Longest));
        Assert.Empty(open.GetLikelyTokens(Longest));
    }

    [Fact]
    public void A_pattern_is_matched_from_end_to_end()
    {
        var grammar = Grammar.FromPattern(ByteVocabulary.Instance, "(ab|c){2}d?");
        Assert.True(ByteVocabulary.Takes(grammar, "abc"));
        Assert.True(ByteVocabulary.Takes(grammar, "ccd"));
        Assert.False(ByteVocabulary.Takes(grammar, "abcdd"));
        Assert.False(ByteVocabulary.Takes(grammar, "ab"));
    }

    [Fact]
    public void Any_json_object_is_an_object()
    {
        var grammar = Grammar.AnyJson(ByteVocabulary.Instance, objectOnly: true);
        Assert.True(ByteVocabulary.Takes(grammar, "{\"a\": [1, {\"b\": null}], \"c\": \"\\u00e9\"}"));
        Assert.False(ByteVocabulary.Takes(grammar, "[1]"));
    }

    [Fact]
    public void Logits_outside_the_mask_become_negative_infinity()
    {
        var constraint = Grammar.FromPattern(ByteVocabulary.Instance, "[ab]").CreateConstraint();
        var logits = new float[ByteVocabulary.Tokens.Count + 5];
        constraint.Mask(logits);
        Assert.Equal([(int)'a', 'b'], Enumerable.Range(0, logits.Length).Where(i => !float.IsNegativeInfinity(logits[i])));
        Assert.Throws<InvalidOperationException>(() => constraint.Accept('c'));
        constraint.Accept('a');
        Assert.True(constraint.MayEnd);
        Assert.True(constraint.MustEnd);
        Assert.Equal([ByteVocabulary.End], Enumerable.Range(0, ByteVocabulary.Tokens.Count).Where(constraint.Allows));
    }

    [Fact]
    public async Task One_grammar_serves_many_threads()
    {
        using var schema = JsonDocument.Parse(
            """{"type":"array","items":{"type":"object","properties":{"a":{"type":"string","pattern":"^[a-f]+$"},"b":{"type":"number"}},"required":["a"],"additionalProperties":false},"minItems":1}""");
        var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, schema.RootElement);
        var alone = Enumerable.Range(0, 16).Select(seed => RandomWalk.Write(grammar, new Random(seed), patience: 40)).ToArray();
        var together = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(seed => Task.Run(() => RandomWalk.Write(grammar, new Random(seed), patience: 40))));
        Assert.Equal(alone, together);
    }

    private static string Written(IEnumerable<int> tokens) =>
        string.Concat(tokens.Select(t => Encoding.UTF8.GetString(ByteVocabulary.Tokens[t].Span)));

    // a tokenizer that takes the longest token each time
    private static int[] Longest(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var result = new List<int>();
        for (var at = 0; at < bytes.Length; at += ByteVocabulary.Tokens[result[^1]].Length)
        {
            result.Add(Enumerable.Range(0, ByteVocabulary.Special)
                .Where(t => bytes.AsSpan(at).StartsWith(ByteVocabulary.Tokens[t].Span)).MaxBy(t => ByteVocabulary.Tokens[t].Length));
        }

        return [.. result];
    }
}
