using System.Text;
using System.Text.Json;

namespace Qwen.Constraints.Tests;

/// <summary>Whatever tokens are chosen from the masks, the answer is a valid value, and no choice leads to a dead end.</summary>
public sealed class SchemaWalkTests
{
    public static TheoryData<string> Schemas => new(
        "true",
        """{"type": "object"}""",
        """{"type": "array", "items": {"type": "integer"}, "minItems": 2, "maxItems": 3}""",
        """{"type": "object", "properties": {"bbox_2d": {"type": "array", "items": {"type": "integer", "minimum": 0, "maximum": 1000}, "minItems": 4, "maxItems": 4}, "label": {"type": "string"}}, "required": ["bbox_2d", "label"], "additionalProperties": false}""",
        """{"type": ["string", "null"], "minLength": 2, "maxLength": 5}""",
        """{"type": "number", "minimum": -2.5, "exclusiveMaximum": 10.25}""",
        """{"type": "number", "multipleOf": 0.25, "minimum": 0.5, "maximum": 3}""",
        """{"type": "integer", "multipleOf": 7, "minimum": 20, "maximum": 60}""",
        """{"type": "integer", "exclusiveMinimum": -5, "exclusiveMaximum": 5, "not": {"const": 0}}""",
        """{"type": "string", "pattern": "^(a|bc)+[0-9]{2,3}$"}""",
        """{"type": "string", "pattern": "\"|\\\\|\\n", "maxLength": 6}""",
        """{"type": "string", "allOf": [{"pattern": "a"}, {"pattern": "b$"}, {"not": {"pattern": "c"}}], "maxLength": 8}""",
        """{"type": "string", "format": "date"}""",
        """{"type": "string", "format": "date-time"}""",
        """{"type": "string", "format": "ipv6"}""",
        """{"type": "string", "format": "uuid"}""",
        """{"enum": ["red", "green", "re", 1, 2.5, null, {"a": [1]}, [true]]}""",
        """{"type": "array", "uniqueItems": true, "maxItems": 1}""",
        """{"type": "array", "uniqueItems": true, "minItems": 1, "maxItems": 1, "items": {"type": ["object", "array"]}}""",
        """{"type": "array", "items": {"enum": ["a", "b", "c", 1]}, "uniqueItems": true, "minItems": 3}""",
        """{"type": "array", "items": {"type": "string", "maxLength": 2}, "uniqueItems": true, "minItems": 2, "maxItems": 4}""",
        """{"type": "array", "items": [{"type": "string"}, {"type": "boolean"}], "additionalItems": {"type": "null"}, "minItems": 1, "maxItems": 4}""",
        """{"type": "array", "prefixItems": [{"const": 1}], "items": false, "minItems": 1}""",
        """{"type": "array", "items": {"type": "integer"}, "contains": {"minimum": 5}, "minContains": 2, "maxContains": 3, "maxItems": 6}""",
        """{"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "minProperties": 2, "maxProperties": 2, "additionalProperties": false}""",
        """{"type": "object", "additionalProperties": {"type": "integer"}, "minProperties": 3, "maxProperties": 4, "propertyNames": {"pattern": "^[ab]{1,2}$"}}""",
        """{"type": "object", "patternProperties": {"^n": {"type": "integer"}, "e$": {"minimum": 10}}, "additionalProperties": {"type": "boolean"}, "minProperties": 1}""",
        """{"type": "object", "properties": {"card": {"type": "integer"}, "address": {"type": "string"}}, "dependentRequired": {"card": ["address"]}, "additionalProperties": false}""",
        """{"type": "object", "properties": {"kind": {"enum": ["x", "y"]}, "v": {}}, "required": ["kind"], "if": {"properties": {"kind": {"const": "x"}}}, "then": {"required": ["v"], "properties": {"v": {"type": "integer"}}}, "else": {"not": {"required": ["v"]}}, "additionalProperties": false}""",
        """{"oneOf": [{"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"type": "object", "properties": {"b": {"type": "string"}}, "required": ["b"]}], "propertyNames": {"enum": ["a", "b", "c"]}}""",
        """{"oneOf": [{"type": "integer", "multipleOf": 2}, {"type": "integer", "multipleOf": 3}], "minimum": 0, "maximum": 50}""",
        """{"anyOf": [{"type": "object", "properties": {"t": {"const": "p"}, "n": {"type": "integer"}}, "required": ["t", "n"], "additionalProperties": false}, {"type": "object", "properties": {"t": {"const": "q"}, "n": {"type": "string"}}, "required": ["t", "n"], "additionalProperties": false}]}""",
        """{"$defs": {"node": {"type": "object", "properties": {"v": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}, "required": ["v", "next"], "additionalProperties": false}}, "$ref": "#/$defs/node"}""",
        """{"type": "object", "properties": {"ok": {"type": "boolean"}, "loop": {"$ref": "#/$defs/endless"}}, "required": ["ok"], "additionalProperties": false, "$defs": {"endless": {"type": "object", "properties": {"again": {"$ref": "#/$defs/endless"}}, "required": ["again"]}}}""",
        """{"allOf": [{"properties": {"a": {"minimum": 3}}}, {"properties": {"a": {"maximum": 5}}, "required": ["a"]}], "type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": false}""",
        """{"type": "object", "not": {"properties": {"a": {"type": "string"}}}, "maxProperties": 2}""",
        """{"type": "object", "not": {"patternProperties": {"^x": {"type": "integer"}}}, "maxProperties": 2}""",
        """{"type": "array", "not": {"items": {"type": "integer"}}, "maxItems": 3}""");

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Random_choices_write_valid_values(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var checker = new SchemaChecker(document.RootElement);
        foreach (var options in new JsonGrammarOptions[]
        {
            new(),
            new() { PropertyOrder = JsonPropertyOrder.AsWritten, Whitespace = JsonWhitespace.Spaced },
            new() { Whitespace = JsonWhitespace.Compact },
        })
        {
            var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement, options);
            for (var seed = 0; seed < 25; seed++)
            {
                var text = RandomWalk.Write(grammar, new Random(seed), patience: 60);
                using var value = JsonDocument.Parse(text);
                Assert.True(checker.IsValid(value.RootElement), $"seed {seed}: {text}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Schemas))]
    public void A_token_is_allowed_exactly_where_its_bytes_are(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        var grammar = Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement);
        for (var seed = 0; seed < 2; seed++)
        {
            RandomWalk.Write(grammar, new Random(seed), patience: 10, (constraint, written) =>
            {
                if (written.Count > 14)
                    return;
                for (var token = 256; token < ByteVocabulary.Tokens.Count; token++)
                {
                    var expected = token == ByteVocabulary.End
                        ? constraint.MayEnd
                        : token != ByteVocabulary.Special && TakesBytes(grammar, written, ByteVocabulary.Tokens[token].Span);
                    Assert.True(
                        expected == constraint.Allows(token),
                        $"token '{Encoding.UTF8.GetString(ByteVocabulary.Tokens[token].Span)}' behind "
                        + $"'{string.Concat(written.Select(t => Encoding.UTF8.GetString(ByteVocabulary.Tokens[t].Span)))}': "
                        + $"expected {expected}");
                }
            });
        }
    }

    private static bool TakesBytes(Grammar grammar, IReadOnlyList<int> written, ReadOnlySpan<byte> bytes)
    {
        var constraint = grammar.CreateConstraint();
        foreach (var token in written)
            constraint.Accept(token);
        foreach (var value in bytes)
        {
            if (!constraint.Allows(value))
                return false;
            constraint.Accept(value);
        }

        return true;
    }
}
