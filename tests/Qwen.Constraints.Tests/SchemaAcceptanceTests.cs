using System.Text.Json;

namespace Qwen.Constraints.Tests;

/// <summary>Single texts against single schemas, and what is refused before generation.</summary>
public sealed class SchemaAcceptanceTests
{
    [Theory]

    // the wire forms of the model's own tasks, as it writes them
    [InlineData(
        """{"type":"array","items":{"type":"object","properties":{"bbox_2d":{"type":"array","items":{"type":"integer"}},"label":{"type":"string"}},"required":["bbox_2d","label"]}}""",
        "[\n\t{\"bbox_2d\": [341, 258, 397, 360], \"label\": \"motorcyclist\"},\n\t{\"bbox_2d\": [212, 332, 274, 448], "
        + "\"label\": \"车\"}\n]",
        true)]
    [InlineData(
        """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}}}""", "{\n  \"b\": 1,\n  \"a\": 2\n}", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer"}}}""", """{"a": 1, "a": 2}""", false)]
    [InlineData("""{"type":"integer"}""", "1.0", false)]
    [InlineData("""{"type":"integer"}""", "-0", false)]
    [InlineData("""{"type":"integer"}""", "01", false)]
    [InlineData("""{"type":"number"}""", "-1.5e-7", true)]
    [InlineData("""{"type":"number","minimum":0}""", "1e-05", true)]
    [InlineData("""{"type":"number","exclusiveMinimum":0}""", "0.000", false)]
    [InlineData("""{"type":"number","minimum":0,"exclusiveMinimum":true}""", "0", false)]
    [InlineData("""{"type":"number","maximum":99.5}""", "99.50", true)]
    [InlineData("""{"type":"number","maximum":99.5}""", "99.51", false)]
    [InlineData("""{"type":"number","multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"const":1}""", "1", true)]
    [InlineData("""{"not":{"const":1},"type":"number"}""", "1.0", false)]
    [InlineData("""{"type":"string","maxLength":2}""", "\"\\ud83d\\ude00é\"", true)]
    [InlineData("""{"type":"string","maxLength":1}""", "\"\\ud83d\\ude00é\"", false)]
    [InlineData("""{"type":"string"}""", "\"\\ud83d\"", false)]
    [InlineData("""{"type":"string"}""", "\"a\nb\"", false)]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", "\"ax\"", true)]
    [InlineData("""{"type":"string","pattern":"^a|b$"}""", "\"xa\"", false)]
    [InlineData("""{"type":"string","pattern":"^(?!http).*$"}""", "\"https\"", false)]
    [InlineData("""{"type":"string","pattern":"^(?=.*[0-9])(?=.*[a-z]).{4,}$"}""", "\"abc1\"", true)]
    [InlineData("""{"type":"string","pattern":"^(?=.*[0-9])(?=.*[a-z]).{4,}$"}""", "\"abcd\"", false)]
    [InlineData("""{"type":"string","pattern":"^\\p{Lu}\\w*$"}""", "\"Éa\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2024-02-29\"", true)]
    [InlineData("""{"type":"string","format":"date"}""", "\"2023-02-29\"", false)]
    [InlineData("""{"type":"string","format":"email"}""", "\"a.b@example.com\"", true)]
    [InlineData("""{"type":"string","format":"uri"}""", "\"https://example.com/a?b=c#d\"", true)]
    [InlineData("""{"type":"string","format":"uri"}""", "\"not a uri\"", false)]
    [InlineData("""{"type":"string","format":"made-up"}""", "\"anything\"", true)]
    [InlineData("""{"condition":"only an annotation","type":"boolean"}""", "true", true)]
    [InlineData(
        """{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/s","minLength":9,"definitions":{"s":{"type":"string"}}}""",
        "\"ab\"", true)]
    [InlineData("""{"$ref":"#/definitions/s","minLength":9,"definitions":{"s":{"type":"string"}}}""", "\"ab\"", false)]
    [InlineData("""{"$ref":"#/definitions/a~1b%25","definitions":{"a/b%":{"type":"null"}}}""", "null", true)]
    [InlineData("""{"$ref":"item","$defs":{"x":{"$id":"item","type":"null"}}}""", "null", true)]
    [InlineData("""{"$ref":"#spot","$defs":{"x":{"$anchor":"spot","type":"null"}}}""", "1", false)]
    [InlineData(
        """{"type":"object","additionalProperties":false,"properties":{"a":{}},"patternProperties":{"^x":{"type":"null"}}}""",
        """{"x1": null, "a": 1}""",
        true)]
    [InlineData(
        """{"type":"object","additionalProperties":false,"properties":{"a":{}},"patternProperties":{"^x":{"type":"null"}}}""",
        """{"b": null}""",
        false)]
    [InlineData("""{"type":"object","dependencies":{"a":{"required":["b"]}}}""", """{"a": 1}""", false)]
    [InlineData("""{"type":"object","dependencies":{"a":{"required":["b"]}}}""", """{"b": 1, "a": 1}""", true)]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"type":"number"}}""", "[1, 1.0]", false)]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"type":"string"}}""", "[\"a\", \"\\u0061\"]", false)]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"type":"string"}}""", "[\"a\", \"b\"]", true)]
    [InlineData("""{"oneOf":[{"required":["a"]},{"required":["b"]}],"type":"object"}""", """{"a": 1, "b": 2}""", false)]
    [InlineData("""{"type":"object","not":{"properties":{"a":{"type":"string"}}},"maxProperties":2}""", """{"x": null, "y": 1}""", false)]
    [InlineData("""{"type":"object","not":{"properties":{"a":{"type":"string"}}}}""", """{"x": null}""", false)]
    [InlineData("""{"type":"object","not":{"properties":{"a":{"type":"string"}}}}""", """{"x": null, "a": 1}""", true)]
    [InlineData("""{"enum":["a\"b","c\\d","e\nf"]}""", "\"a\\\"b\"", true)]
    [InlineData("""{"enum":["a\"b","c\\d","e\nf"]}""", "\"e\\nf\"", true)]
    [InlineData("""{"properties":{"a\"b":{"type":"null"}},"additionalProperties":false,"type":"object"}""", "{\"a\\\"b\": null}", true)]
    public void A_text_is_taken_or_not(string schema, string text, bool taken)
    {
        using var document = JsonDocument.Parse(schema);
        Assert.Equal(taken, ByteVocabulary.Takes(Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement), text));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"pattern":"(a)\\1"}}}""", "'pattern'", "#/properties/a")]
    [InlineData("""{"properties":{"a":{"pattern":"\\bword\\b"}}}""", "'pattern'", "#/properties/a")]
    [InlineData("""{"items":{"pattern":"(?<=a)b"}}""", "'pattern'", "#/items")]
    [InlineData("""{"$ref":"http://example.com/other.json"}""", "'$ref'", "#")]
    [InlineData("""{"properties":{"x":{"$ref":"#/definitions/none"}}}""", "'$ref'", "#/properties/x")]
    [InlineData("""{"$ref":"#"}""", "'$ref'", "#")]
    [InlineData("""{"type":"quaternion"}""", "'type'", "#")]
    [InlineData("""{"minimum":"3"}""", "'minimum'", "#")]
    [InlineData("""{"type":"array","uniqueItems":true,"items":{"type":"object"}}""", "'uniqueItems'", "#")]
    [InlineData(
        """{"properties":{"deep":{"additionalProperties":{"multipleOf":0}}}}""", "'multipleOf'", "#/properties/deep/additionalProperties")]
    public void What_cannot_be_enforced_is_refused_by_keyword_and_path(string schema, string keyword, string path)
    {
        using var document = JsonDocument.Parse(schema);
        var refusal = Assert.Throws<ConstraintException>(() => Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement));
        Assert.Contains(keyword, refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"allOf":[{"type":"string"},{"type":"integer"}]}""")]
    [InlineData("""{"type":"object","properties":{"a":false},"required":["a"]}""")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""")]
    [InlineData("""{"type":"string","pattern":"^a","allOf":[{"pattern":"^b"}]}""")]
    [InlineData("""{"$defs":{"n":{"type":"object","properties":{"n":{"$ref":"#/$defs/n"}},"required":["n"]}},"$ref":"#/$defs/n"}""")]
    public void A_schema_that_nothing_fulfils_is_refused(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var refusal = Assert.Throws<ConstraintException>(() => Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement));
        Assert.Contains("no value fulfils it", refusal.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string> Hostile => new(
        """{"type":"string","pattern":"^((a{1,1000}){1,1000}){1,1000}$"}""",
        """{"type":"string","pattern":"^(a|aa|aaa|b*)*$"}""",
        """{"type":"string","pattern":"(a|b)*a(a|b){40}$"}""",
        """{"type":"string","pattern":"^(((((((((a?){9}){9}){9}){9}){9}){9}){9}){9}){9}$"}""",
        """{"type":"string","maxLength":2000000000}""",
        """{"type":"string","minLength":1999999999,"pattern":"^[a-z]*$"}""",
        """{"type":"array","minItems":1000000000,"items":{"type":"integer"}}""",
        """{"type":"integer","multipleOf":999999937,"minimum":0,"maximum":99999999999}""",
        """{"minimum":1e400}""",
        "{\"enum\":[" + string.Join(',', Enumerable.Range(0, 20000).Select(i => $"\"value number {i * 7919}\"")) + "]}",
        "{\"anyOf\":["
            + string.Join(
                ',', Enumerable.Range(0, 600)
                    .Select(i => $$$"""{"type":"object","properties":{"p{{{i}}}":{"type":"integer"}},"required":["p{{{i}}}"]}"""))
            + "]}",
        "{\"allOf\":[" + string.Join(
            ',', Enumerable.Range(0, 30).Select(i => $$$"""{"anyOf":[{"required":["a{{{i}}}"]},{"required":["b{{{i}}}"]}]}""")) + "]}",
        string.Concat(Enumerable.Repeat("{\"items\":", 60)) + "true" + new string('}', 60),
        "{\"type\":\"object\",\"properties\":{"
            + string.Join(',', Enumerable.Range(0, 3000).Select(i => $"\"p{i}\":{{\"type\":\"string\"}}")) + "}}");

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task A_hostile_schema_is_enforced_or_refused_in_bounded_time(string schema)
    {
        // generous, for a loaded machine: without bounds these take hours or all memory
        await Task.Run(
            () =>
            {
                using var document = JsonDocument.Parse(schema);
                try
                {
                    var constraint = Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement).CreateConstraint();
                    for (var step = 0; step < 40; step++)
                    {
                        var choices = "\"ab{[1p".Select(c => (int)c).Where(constraint.Allows).ToArray();
                        if (choices.Length == 0)
                            break;
                        constraint.Accept(choices[step % choices.Length]);
                    }
                }
                catch (ConstraintException refusal)
                {
                    Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
                }
            },
            TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }
}
