using System.Text.Json;

namespace Qwen.Constraints.Tests;

/// <summary>
/// <c>unevaluatedProperties</c>, <c>unevaluatedItems</c>, <c>$dynamicRef</c> and <c>$recursiveRef</c>: what they forbid depends on other
/// schemas of the same value, or on the way to it.
/// </summary>
public sealed class UnevaluatedTests
{
    /// <summary>What is there, a schema, what it takes and what it does not, each a list in JSON.</summary>
    public static TheoryData<string, string, string, string> Cases => new()
    {
        {
            "properties of allOf and of the schema itself",
            """
            {"type":"object","properties":{"a":{}},"allOf":[{"properties":{"b":{"type":"integer"}}}],"unevaluatedProperties":false}
            """,
            """[{}, {"a": 1}, {"b": 1, "a": 2}]""",
            """[{"c": 1}, {"a": 1, "c": 1}, {"b": "x"}]"""
        },
        {
            "a $ref with more beside it, as types that inherit are written",
            """
            {"$ref":"#/$defs/shape","properties":{"radius":{"type":"number"}},"required":["radius"],"unevaluatedProperties":false,
             "$defs":{"shape":{"type":"object","properties":{"colour":{"type":"string"}},"required":["colour"]}}}
            """,
            """[{"colour": "red", "radius": 2}]""",
            """[{"colour": "red"}, {"colour": "red", "radius": 2, "x": 1}]"""
        },
        {
            "anyOf: all branches that hold have looked",
            """
            {"type":"object","anyOf":[{"properties":{"a":{"type":"integer"}},"required":["a"]},{"properties":{"b":{"const":1}}},
             {"properties":{"c":{"const":2}},"required":["c"]}],"unevaluatedProperties":false}
            """,
            """[{}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}, {"c": 2, "b": 1, "a": 3}, {"a": 1, "c": 2}]""",
            """[{"d": 1}, {"c": 3}, {"a": 1, "c": 3}, {"a": 1, "b": 2}, {"b": 1, "d": 1}]"""
        },
        {
            "oneOf: the branch that holds has looked",
            """
            {"type":"object","oneOf":[{"properties":{"kind":{"const":"a"},"x":{}},"required":["kind"]},
             {"properties":{"kind":{"const":"b"},"y":{}},"required":["kind"]}],"unevaluatedProperties":false}
            """,
            """[{"kind": "a", "x": 1}, {"kind": "b", "y": 1}]""",
            """[{"kind": "a", "y": 1}, {"kind": "b", "x": 1}, {"x": 1}]"""
        },
        {
            "if, then and else",
            """
            {"type":"object","if":{"properties":{"a":{"const":1}},"required":["a"]},"then":{"properties":{"b":{}}},
             "else":{"properties":{"c":{}}},"unevaluatedProperties":false}
            """,
            """[{}, {"a": 1}, {"a": 1, "b": 2}, {"c": 3}]""",
            """[{"a": 2}, {"a": 1, "c": 3}, {"b": 2}, {"a": 2, "c": 3}]"""
        },
        {
            "if alone has looked where it holds",
            """{"type":"object","if":{"properties":{"a":{"const":1}},"required":["a"]},"unevaluatedProperties":{"type":"null"}}""",
            """[{"a": 1}, {"a": null}, {"b": null, "a": 1}]""",
            """[{"a": 2}, {"b": 1}]"""
        },
        {
            "dependentSchemas look where their property is",
            """
            {"type":"object","properties":{"card":{}},"dependentSchemas":{"card":{"properties":{"address":{"type":"string"}}}},
             "unevaluatedProperties":false}
            """,
            """[{}, {"card": 1}, {"card": 1, "address": "x"}]""",
            """[{"address": "x"}, {"card": 1, "address": 2}]"""
        },
        {
            "not has looked at nothing",
            """{"type":"object","not":{"properties":{"a":{"const":1}},"required":["a"]},"unevaluatedProperties":false}""",
            "[{}]",
            """[{"a": 1}, {"a": 2}]"""
        },
        {
            "cousins do not see one another",
            """{"type":"object","allOf":[{"properties":{"a":{}}},{"unevaluatedProperties":false}]}""",
            "[{}]",
            """[{"a": 1}]"""
        },
        {
            "what an inner schema leaves nobody else has to look at",
            """
            {"type":"object","allOf":[{"properties":{"a":{}},"unevaluatedProperties":{"type":"integer"}}],"unevaluatedProperties":false}
            """,
            """[{"a": "x", "b": 1}]""",
            """[{"b": "x"}]"""
        },
        {
            "additionalProperties inside looks at all",
            """{"type":"object","anyOf":[{"required":["a"],"additionalProperties":{"type":"integer"}},true],"unevaluatedProperties":false}""",
            """[{}, {"a": 1, "b": 2}]""",
            """[{"b": 2}, {"a": "x"}]"""
        },
        {
            "patternProperties inside",
            """{"type":"object","allOf":[{"patternProperties":{"^x":{"type":"integer"}}}],"unevaluatedProperties":{"type":"null"}}""",
            """[{"xa": 1, "b": null}]""",
            """[{"xa": null}, {"b": 1}]"""
        },
        {
            "a tree that is closed at every level",
            """
            {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","allOf":[{"properties":{"value":{"type":"integer"}}}],
             "properties":{"next":{"$ref":"#/$defs/node"}},"unevaluatedProperties":false}}}
            """,
            """[{"value": 1, "next": {"next": {"value": 2}}}]""",
            """[{"next": {"valeu": 1}}]"""
        },
        {
            "under not",
            """{"type":"object","not":{"anyOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}],"unevaluatedProperties":false}}""",
            """[{"c": 1}, {"a": 1, "c": 1}]""",
            """[{}, {"a": 1}, {"a": 1, "b": 1}]"""
        },
        {
            "items of allOf",
            """{"type":"array","allOf":[{"prefixItems":[{"type":"integer"},true]}],"unevaluatedItems":false}""",
            """[[], [1], [1, "x"]]""",
            """[["x"], [1, 2, 3]]"""
        },
        {
            "items of anyOf: the longest that holds",
            """
            {"type":"array","anyOf":[{"prefixItems":[true,{"const":"a"}]},{"prefixItems":[true,true,{"const":"b"}]}],
             "unevaluatedItems":{"type":"null"}}
            """,
            """[[], [1, "a"], [1, 2, "b"], [1, "a", "b", null], [1, "a", null]]""",
            """[[1, "a", 2], [1, 2, 3], [1, 2, "b", 4]]"""
        },
        {
            "contains has looked at what it asks for",
            """{"type":"array","contains":{"type":"string"},"unevaluatedItems":{"type":"integer"}}""",
            """[["x"], [1, "x", 2], ["x", "y"]]""",
            """[[1], [null, "x"], []]"""
        },
        {
            "contains of 2019-09 has looked at nothing",
            """
            {"$schema":"https://json-schema.org/draft/2019-09/schema","type":"array","contains":{"type":"string"},"unevaluatedItems":false}
            """,
            "[]",
            """[["x"], []]"""
        },
        {
            "unevaluatedItems behind items",
            """{"type":"array","allOf":[{"items":{"type":"integer"}}],"unevaluatedItems":false}""",
            """[[], [1, 2]]""",
            """[["x"]]"""
        },
        {
            "$dynamicRef by the way there: a list of texts and a list of numbers",
            """
            {"$id":"https://example.com/root","properties":{"texts":{"$ref":"texts"},"numbers":{"$ref":"numbers"}},
             "$defs":{
              "list":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},"$defs":{"any":{"$dynamicAnchor":"item"}}},
              "texts":{"$id":"texts","$ref":"list","$defs":{"own":{"$dynamicAnchor":"item","type":"string"}}},
              "numbers":{"$id":"numbers","$ref":"list","$defs":{"own":{"$dynamicAnchor":"item","type":"number"}}}}}
            """,
            """[{"texts": ["a"], "numbers": [1]}]""",
            """[{"texts": [1]}, {"numbers": ["a"]}]"""
        },
        {
            "$dynamicRef of a tree that another schema closes",
            """
            {"$id":"https://example.com/strict","$dynamicAnchor":"node","$ref":"tree","unevaluatedProperties":false,
             "$defs":{"tree":{"$id":"tree","$dynamicAnchor":"node","type":"object",
              "properties":{"data":true,"children":{"type":"array","items":{"$dynamicRef":"#node"}}}}}}
            """,
            """[{"children": [{"data": 1}]}]""",
            """[{"children": [{"daat": 1}]}, {"daat": 1}]"""
        },
        {
            "$dynamicRef to a plain $anchor is a $ref",
            """
            {"$id":"https://example.com/root","$ref":"list","$defs":{"a":{"$dynamicAnchor":"item","type":"string"},
             "b":{"$id":"other","$dynamicAnchor":"item","type":"null"},
             "list":{"$id":"list","type":"array","items":{"$dynamicRef":"#item"},"$defs":{"own":{"$anchor":"item","type":"integer"}}}}}
            """,
            "[[1]]",
            """[["a"], [null]]"""
        },
        {
            "$recursiveRef by the way there",
            """
            {"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://example.com/strict","$recursiveAnchor":true,"$ref":"tree",
             "unevaluatedProperties":false,
             "$defs":{"tree":{"$id":"tree","$recursiveAnchor":true,"type":"object",
              "properties":{"data":true,"children":{"type":"array","items":{"$recursiveRef":"#"}}}}}}
            """,
            """[{"children": [{"data": 1}]}]""",
            """[{"children": [{"daat": 1}]}]"""
        },
        {
            "$recursiveRef without an anchor is a $ref",
            """
            {"$schema":"https://json-schema.org/draft/2019-09/schema","$id":"https://example.com/a","$recursiveAnchor":true,
             "type":["object","array"],"properties":{"b":{"$ref":"b"}},
             "$defs":{"b":{"$id":"b","type":["integer","array"],"items":{"$recursiveRef":"#"}},"c":{"$id":"c","$recursiveAnchor":true}}}
            """,
            """[{"b": [1, [2]]}]""",
            """[{"b": [{}]}]"""
        },
        {
            "the schema of schemas",
            """{"type":"object","properties":{"schema":{"$ref":"https://json-schema.org/draft/2020-12/schema"}}}""",
            """[{"schema": {"type": "object", "properties": {"a": {"minLength": 1}}, "required": ["a"]}}, {"schema": false}]""",
            """[{"schema": {"type": "text"}}, {"schema": {"properties": {"a": {"minLength": -1}}}}, {"schema": {"required": ["a", "a"]}}]"""
        },
        {
            "a part of the schema of schemas",
            """{"$ref":"http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger"}""",
            "[0, 3]",
            "[-1]"
        },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Takes_what_it_should_and_nothing_else(string what, string schema, string right, string wrong)
    {
        using var document = JsonDocument.Parse(schema);
        foreach (var order in new[] { JsonPropertyOrder.Free, JsonPropertyOrder.AsWritten })
        {
            Grammar grammar;
            try
            {
                grammar = Grammar.FromJsonSchema(
                    ByteVocabulary.Instance, document.RootElement, new JsonGrammarOptions { PropertyOrder = order });
            }
            catch (ConstraintException contradiction) when (right == "[]")
            {
                Assert.True(contradiction.IsContradiction, contradiction.Message);
                continue;
            }

            // in the schemas' own order only what is written in that order has to go through
            foreach (var value in order == JsonPropertyOrder.Free ? List(right) : [])
                Assert.True(ByteVocabulary.Takes(grammar, value), $"{what}: {value} is stopped.");
            foreach (var value in List(wrong))
                Assert.False(ByteVocabulary.Takes(grammar, value), $"{what}: {value} goes through.");

            // whatever is begun comes to an end
            for (var seed = 0; seed < 5; seed++)
                JsonDocument.Parse(RandomWalk.Write(grammar, new Random(seed), patience: 40)).Dispose();
        }
    }

    /// <summary>A schema that nothing fulfils, and where its conditions meet.</summary>
    public static TheoryData<string, string> Contradictions => new()
    {
        { """false""", "'#'" },
        { """{"type":"integer","minimum":3,"maximum":2}""", "'#'" },
        { """{"enum":[]}""", "'#'" },
        { """{"allOf":[{"type":"string"},{"type":"integer"}]}""", "'#'" },
        { """{"not":{}}""", "'#'" },
        { """{"type":"object","properties":{"a":{"type":"object","properties":{"b":false},"required":["b"]}},"required":["a"]}""", "'b'" },
        {
            """{"type":"object","properties":{"a":{"type":"string","minLength":3,"maxLength":2}},"required":["a"]}""",
            "'#/properties/a'"
        },
        { """{"type":"object","required":["a"],"additionalProperties":false}""", "'a'" },
        { """{"type":"object","required":["a"],"allOf":[{"properties":{"b":{}}}],"unevaluatedProperties":false}""", "'#'" },
        { """{"type":"array","minItems":1,"items":false}""", "'#'" },
        { """{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""", "exclude" },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_schema_that_nothing_fulfils_is_told_from_one_that_cannot_be_enforced(string schema, string place)
    {
        var refusal = Assert.Throws<ConstraintException>(() => Compile(schema));
        Assert.True(refusal.IsContradiction, refusal.Message);
        Assert.Contains("contradiction", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.False(Assert.Throws<ConstraintException>(() => Compile("""{"pattern":"(a)\\1"}""")).IsContradiction);
    }

    [Theory]
    [InlineData("""{"type":"string","format":"date"}""", "\"soon\"")]
    [InlineData("""{"type":"string","contentEncoding":"base64"}""", "\"?\"")]
    [InlineData("""{"type":"string","contentEncoding":"gzip"}""", "\"?\"")]
    public void Formats_and_encodings_hold_unless_they_are_annotations(string schema, string text)
    {
        if (!schema.Contains("gzip", StringComparison.Ordinal))
            Assert.False(ByteVocabulary.Takes(Compile(schema), text));
        Assert.True(ByteVocabulary.Takes(Compile(schema, new JsonGrammarOptions { Formats = JsonFormats.Annotations }), text));
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"integer"}""", "-0")]
    [InlineData("""{"const":0}""", "0.00")]
    [InlineData("""{"const":[1]}""", "[1.0]")]
    [InlineData("""{"enum":[1.5]}""", "1.50")]
    public void Numbers_are_spelled_as_usual_unless_any_spelling_will_do(string schema, string number)
    {
        Assert.False(ByteVocabulary.Takes(Compile(schema), number));
        Assert.True(ByteVocabulary.Takes(Compile(schema, new JsonGrammarOptions { AnyNumberSpelling = true }), number));
    }

    private static IEnumerable<string> List(string values) =>
        JsonDocument.Parse(values).RootElement.EnumerateArray().Select(value => value.GetRawText());

    private static Grammar Compile(string schema, JsonGrammarOptions? options = null)
    {
        using var document = JsonDocument.Parse(schema);
        return Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement, options);
    }
}
