using System.Text.Json;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Tests;

/// <summary>
/// The keywords of all drafts, seldom ones too: each is enforced, or refused by keyword and path, or one of the few that the
/// specification makes annotations. None is looked past.
/// </summary>
public sealed class SchemaFeatureTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>A schema, an instance that it takes, and one that only the feature forbids.</summary>
    public static TheoryData<string, string, string, string> Enforced => new()
    {
        {
            "unevaluatedProperties: false",
            """{"type":"object","properties":{"a":{}},"unevaluatedProperties":false}""",
            """{"a": 1}""",
            """{"b": 1}"""
        },
        {
            "unevaluatedProperties: a schema",
            """{"type":"object","properties":{"a":{}},"unevaluatedProperties":{"type":"null"}}""",
            """{"b": null}""",
            """{"b": 1}"""
        },
        { "unevaluatedItems: false", """{"type":"array","prefixItems":[{}],"unevaluatedItems":false}""", "[1]", "[1, 2]" },
        { "unevaluatedItems: a schema", """{"type":"array","unevaluatedItems":{"type":"null"}}""", "[null]", "[1]" },
        { "$dynamicRef", """{"$dynamicAnchor":"n","type":"array","items":{"$dynamicRef":"#n"}}""", "[[], [[]]]", "[1]" },
        { "$dynamicRef to a definition", """{"$dynamicRef":"#t","$defs":{"t":{"$dynamicAnchor":"t","type":"null"}}}""", "null", "1" },
        { "$recursiveRef", """{"$recursiveAnchor":true,"type":"array","items":{"$recursiveRef":"#"}}""", "[[]]", "[1]" },
        { "$anchor", """{"items":{"$ref":"#a"},"type":"array","$defs":{"x":{"$anchor":"a","type":"null"}}}""", "[null]", "[1]" },
        {
            "$id, absolute",
            """{"$id":"https://example.com/root","$ref":"https://example.com/leaf","$defs":{"x":{"$id":"https://example.com/leaf","type":"null"}}}""",
            "null",
            "1"
        },
        {
            "$id, relative",
            """{"$id":"https://example.com/a/root","$ref":"leaf","$defs":{"x":{"$id":"leaf","type":"null"}}}""",
            "null",
            "1"
        },
        { "$id with a pointer", """{"$ref":"leaf#/$defs/y","$defs":{"x":{"$id":"leaf","$defs":{"y":{"type":"null"}}}}}""", "null", "1" },
        {
            "id of draft 4",
            """{"$schema":"http://json-schema.org/draft-04/schema#","$ref":"#leaf","definitions":{"x":{"id":"#leaf","type":"null"}}}""",
            "null",
            "1"
        },
        { "definitions", """{"$ref":"#/definitions/x","definitions":{"x":{"type":"null"}}}""", "null", "1" },
        {
            "a pointer to anywhere",
            """{"properties":{"a":{"type":"null"},"b":{"$ref":"#/properties/a"}},"type":"object"}""",
            """{"b": null}""",
            """{"b": 1}"""
        },
        { "a percent sign in a pointer", """{"$ref":"#/$defs/a%20b","$defs":{"a b":{"type":"null"}}}""", "null", "1" },
        { "$ref beside keywords", """{"$ref":"#/$defs/x","maximum":3,"$defs":{"x":{"type":"integer"}}}""", "3", "4" },
        { "not: a type", """{"not":{"type":"string"}}""", "1", "\"a\"" },
        { "not: a property", """{"type":"object","not":{"required":["a"]}}""", """{"b": 1}""", """{"a": 1}""" },
        { "not: not", """{"not":{"not":{"type":"null"}}}""", "null", "1" },
        { "not: a pattern", """{"type":"string","not":{"pattern":"^a"}}""", "\"ba\"", "\"ab\"" },
        { "not: a list's items", """{"type":"array","not":{"items":{"type":"null"}}}""", "[null, 1]", "[null]" },
        {
            "dependentSchemas",
            """{"type":"object","dependentSchemas":{"a":{"properties":{"b":{"type":"null"}}}}}""",
            """{"a": 1, "b": null}""",
            """{"a": 1, "b": 1}"""
        },
        { "dependentSchemas: false", """{"type":"object","dependentSchemas":{"a":false}}""", """{"b": 1}""", """{"a": 1}""" },
        { "dependentRequired", """{"type":"object","dependentRequired":{"a":["b"]}}""", """{"b": 1}""", """{"a": 1}""" },
        { "dependencies: names", """{"type":"object","dependencies":{"a":["b"]}}""", """{"a": 1, "b": 1}""", """{"a": 1}""" },
        {
            "dependencies: a schema",
            """{"type":"object","dependencies":{"a":{"maxProperties":1}}}""",
            """{"a": 1}""",
            """{"a": 1, "b": 1}"""
        },
        { "contains", """{"type":"array","contains":{"type":"null"}}""", "[1, null]", "[1]" },
        { "minContains", """{"type":"array","contains":{"type":"null"},"minContains":2}""", "[null, 1, null]", "[null, 1]" },
        { "minContains: 0", """{"type":"array","contains":{"type":"null"},"minContains":0,"maxContains":1}""", "[1]", "[null, null]" },
        { "maxContains", """{"type":"array","contains":{"type":"null"},"maxContains":1}""", "[null, 1]", "[null, null]" },
        { "uniqueItems of texts", """{"type":"array","items":{"type":"string"},"uniqueItems":true}""", """["a", "b"]""", """["a", "a"]""" },
        {
            "uniqueItems of an enumeration",
            """{"type":"array","items":{"enum":["a",1,null]},"uniqueItems":true}""",
            """["a", 1, null]""",
            """[1, 1]"""
        },
        { "propertyNames: a pattern", """{"type":"object","propertyNames":{"pattern":"^[a-c]$"}}""", """{"a": 1}""", """{"d": 1}""" },
        { "propertyNames: an enumeration", """{"type":"object","propertyNames":{"enum":["a"]}}""", """{"a": 1}""", """{"b": 1}""" },
        { "propertyNames: false", """{"type":"object","propertyNames":false}""", "{}", """{"a": 1}""" },
        { "properties", """{"type":"object","properties":{"a":{"type":"null"}}}""", """{"a": null}""", """{"a": 1}""" },
        {
            "additionalProperties",
            """{"type":"object","properties":{"a":{}},"additionalProperties":{"type":"null"}}""",
            """{"b": null}""",
            """{"b": 1}"""
        },
        { "required", """{"type":"object","required":["a"]}""", """{"a": 1}""", "{}" },
        { "minProperties", """{"type":"object","minProperties":2}""", """{"a": 1, "b": 2}""", """{"a": 1}""" },
        { "maxProperties", """{"type":"object","maxProperties":1}""", """{"a": 1}""", """{"a": 1, "b": 2}""" },
        { "minItems", """{"type":"array","minItems":1}""", "[1]", "[]" },
        { "maxItems", """{"type":"array","maxItems":1}""", "[1]", "[1, 2]" },
        { "maxLength", """{"type":"string","maxLength":1}""", "\"a\"", "\"ab\"" },
        { "minimum", """{"type":"number","minimum":-1.5}""", "-1.5", "-1.51" },
        { "maximum", """{"type":"integer","maximum":10}""", "10", "11" },
        { "anyOf", """{"anyOf":[{"type":"null"},{"type":"boolean"}]}""", "true", "1" },
        { "exclusiveMinimum of draft 4", """{"type":"integer","minimum":3,"exclusiveMinimum":true}""", "4", "3" },
        { "exclusiveMinimum: false", """{"type":"integer","minimum":3,"exclusiveMinimum":false}""", "3", "2" },
        { "exclusiveMaximum of draft 4", """{"type":"number","maximum":3,"exclusiveMaximum":true}""", "2.9", "3.0" },
        { "exclusiveMinimum", """{"type":"integer","exclusiveMinimum":3}""", "4", "3" },
        { "exclusiveMaximum", """{"type":"integer","exclusiveMaximum":3}""", "2", "3" },
        { "multipleOf with many remainders", """{"type":"integer","multipleOf":0.123456789}""", "246913578", "246913579" },
        {
            "multipleOf with many remainders between bounds",
            """{"type":"integer","multipleOf":86400000,"exclusiveMinimum":-86400000,"maximum":172800000.5}""",
            "172800000",
            "-86400000"
        },
        { "exponents that can be read", """{"type":"number"}""", "1.5e-12", "1e540" },
        { "exponents within bounds", """{"type":"number","minimum":-79228162514264337593543950335}""", "-9.9e27", "-9.9e28" },
        { "exponents above zero", """{"type":"number","minimum":0,"maximum":1000}""", "2.5e-7", "2.5e3" },
        { "exponents below a bound", """{"type":"number","exclusiveMinimum":2,"maximum":1000}""", "2.5", "2.5e-7" },
        { "integers: a zero has no sign", """{"type":"integer"}""", "0", "-0" },
        { "multipleOf", """{"type":"number","multipleOf":0.25}""", "1.75", "1.7" },
        {
            "items as a tuple with additionalItems",
            """{"type":"array","items":[{"type":"null"}],"additionalItems":false}""",
            "[null]",
            "[null, 1]"
        },
        {
            "prefixItems with items",
            """{"type":"array","prefixItems":[{"type":"null"}],"items":{"type":"integer"}}""",
            "[null, 1]",
            "[null, null]"
        },
        { "items: false", """{"type":"array","items":false}""", "[]", "[1]" },
        { "boolean schemas", """{"type":"object","properties":{"a":true,"b":false}}""", """{"a": 1}""", """{"b": 1}""" },
        {
            "patternProperties beside properties",
            """{"type":"object","properties":{"ab":{"minimum":2}},"patternProperties":{"^a":{"type":"integer"}}}""",
            """{"ab": 2}""",
            """{"ab": 2.5}"""
        },
        { "const: an object", """{"const":{"a":[1,"x"]}}""", """{"a": [1, "x"]}""", """{"a": [1]}""" },
        { "enum: a list", """{"enum":[[1],[2]]}""", "[2]", "[3]" },
        { "type: a list", """{"type":["null","integer"]}""", "null", "\"a\"" },
        { "if, then, else", """{"type":"integer","if":{"minimum":10},"then":{"multipleOf":5},"else":{"multipleOf":2}}""", "15", "5" },
        { "oneOf", """{"oneOf":[{"type":"integer","minimum":3},{"type":"integer","maximum":5}]}""", "6", "4" },
        { "allOf", """{"allOf":[{"type":"integer"},{"minimum":3}]}""", "3", "2" },
        { "nullable types of .NET", """{"anyOf":[{"type":"integer"},{"type":"null"}]}""", "null", "\"\"" },
        { "minLength in code points", """{"type":"string","minLength":2}""", "\"😀😀\"", "\"😀\"" },
        { "contentEncoding: base64", """{"type":"string","contentEncoding":"base64"}""", "\"QUI=\"", "\"QUI\"" },
        { "contentEncoding: base64, spare bits", """{"type":"string","contentEncoding":"base64"}""", "\"QQ==\"", "\"QR==\"" },
        { "contentEncoding: base64url", """{"type":"string","contentEncoding":"base64url"}""", "\"-_8\"", "\"+/8=\"" },
        { "contentEncoding: base32", """{"type":"string","contentEncoding":"base32"}""", "\"MFRGG===\"", "\"MFRGG\"" },
        { "contentEncoding: base16", """{"type":"string","contentEncoding":"base16"}""", "\"0aFF\"", "\"0aF\"" },
        { "contentEncoding: quoted-printable", """{"type":"string","contentEncoding":"quoted-printable"}""", "\"a=C3=A9\"", "\"a=\"" },
        { "contentEncoding: 7bit", """{"type":"string","contentEncoding":"7bit"}""", "\"a\"", "\"é\"" },
        { "format: date", """{"type":"string","format":"date"}""", "\"2024-02-29\"", "\"2023-02-29\"" },
        { "format: time", """{"type":"string","format":"time"}""", "\"23:59:59Z\"", "\"24:00:00Z\"" },
        { "format: date-time", """{"type":"string","format":"date-time"}""", "\"2024-02-29T10:00:00+01:00\"", "\"2024-02-29 10:00\"" },
        { "format: duration", """{"type":"string","format":"duration"}""", "\"P1DT2H\"", "\"P\"" },
        { "format: email", """{"type":"string","format":"email"}""", "\"a@b.example\"", "\"a\"" },
        { "format: idn-email", """{"type":"string","format":"idn-email"}""", "\"é@münchen.example\"", "\"é\"" },
        { "format: hostname", """{"type":"string","format":"hostname"}""", "\"a-b.example\"", "\"-a\"" },
        { "format: idn-hostname", """{"type":"string","format":"idn-hostname"}""", "\"münchen.example\"", "\"a b\"" },
        { "format: ipv4", """{"type":"string","format":"ipv4"}""", "\"255.0.0.1\"", "\"256.0.0.1\"" },
        { "format: ipv6", """{"type":"string","format":"ipv6"}""", "\"2001:db8::1\"", "\"1:2\"" },
        { "format: uri", """{"type":"string","format":"uri"}""", "\"urn:a:b\"", "\"/a\"" },
        { "format: uri-reference", """{"type":"string","format":"uri-reference"}""", "\"/a?b\"", "\"a b\"" },
        { "format: iri", """{"type":"string","format":"iri"}""", "\"http://é.example/\"", "\"é\"" },
        { "format: iri-reference", """{"type":"string","format":"iri-reference"}""", "\"/é\"", "\"é é\"" },
        { "format: uri-template", """{"type":"string","format":"uri-template"}""", "\"/{a}\"", "\"/{a\"" },
        { "format: uuid", """{"type":"string","format":"uuid"}""", "\"123e4567-e89b-12d3-a456-426614174000\"", "\"123e4567\"" },
        { "format: json-pointer", """{"type":"string","format":"json-pointer"}""", "\"/a~1b\"", "\"a\"" },
        { "format: relative-json-pointer", """{"type":"string","format":"relative-json-pointer"}""", "\"1/a\"", "\"/a\"" },
        { "format: regex", """{"type":"string","format":"regex"}""", """
            "^(?:[a-f0-9_]{2,12}|(x+)?\\d)*$"
            """, "\"(a\"" },
        { "format: regex, a class", """{"type":"string","format":"regex"}""", "\"[a-z]\"", "\"[z-a]\"" },
        { "format: regex, a quantifier", """{"type":"string","format":"regex"}""", "\"a*?\"", "\"*a\"" },
        { "format beside pattern", """{"type":"string","format":"date","pattern":"^2024"}""", "\"2024-01-01\"", "\"2023-01-01\"" },
    };

    /// <summary>A schema that is refused, with the keyword and the path that the refusal names.</summary>
    public static TheoryData<string, string, string, string> Refused => new()
    {
        {
            "uniqueItems of objects",
            """{"properties":{"x":{"type":"array","items":{"type":"object"},"uniqueItems":true}}}""",
            "uniqueItems",
            "#/properties/x"
        },
        { "uniqueItems under not", """{"not":{"type":"array","uniqueItems":true,"items":{"type":"string"}}}""", "uniqueItems", "#" },
        { "uniqueItems that is no truth value", """{"items":{"uniqueItems":"yes"}}""", "uniqueItems", "#/items" },
        {
            "$dynamicRef whose name is nowhere",
            """{"$dynamicRef":"#t","$defs":{"a":{"$dynamicAnchor":"s"},"b":{"$id":"b","$dynamicAnchor":"s"}}}""",
            "$ref",
            "#"
        },
        { "a type that is none", """{"properties":{"x":{"type":["null","strng"]}}}""", "type", "#/properties/x" },
        { "a table of properties without its keyword", """{"total":{"type":"strng"}}""", "total", "#" },
        { "$anchor that is not there", """{"items":{"$ref":"#nowhere"}}""", "$ref", "#/items" },
        { "$id of another document", """{"items":{"$ref":"https://example.com/x"}}""", "$ref", "#/items" },
        { "contentEncoding that nobody knows", """{"properties":{"x":{"contentEncoding":"gzip"}}}""", "contentEncoding", "#/properties/x" },
        { "divisibleBy", """{"properties":{"x":{"type":"integer","divisibleBy":2}}}""", "divisibleBy", "#/properties/x" },
        { "disallow", """{"items":{"disallow":"string"}}""", "disallow", "#/items" },
        { "extends", """{"extends":{"type":"null"}}""", "extends", "#" },
        { "required of draft 3", """{"properties":{"x":{"required":true}}}""", "required", "#/properties/x" },
        { "type any", """{"items":{"type":"any"}}""", "type", "#/items" },
        { "format that is no text", """{"properties":{"x":{"format":3}}}""", "format", "#/properties/x" },
        { "a pattern with a back reference", """{"properties":{"x":{"pattern":"(a)\\1"}}}""", "pattern", "#/properties/x" },
        { "patternProperties with a word border", """{"patternProperties":{"\\ba":{}}}""", "patternProperties", "#" },
        { "minContains that is no count", """{"contains":{},"minContains":-1}""", "minContains", "#" },
        { "exclusiveMinimum that is no bound", """{"exclusiveMinimum":"3"}""", "exclusiveMinimum", "#" },
        { "a schema that is none", """{"properties":{"x":3}}""", "x", "#/properties/x" },
    };

    /// <summary>What the specification itself makes annotations: they forbid nothing.</summary>
    public static TheoryData<string, string, string> Annotations => new()
    {
        { "title, description, default, examples", """{"title":"t","description":"d","default":1,"examples":[2],"type":"null"}""", "null" },
        { "deprecated, readOnly, writeOnly, $comment", """{"deprecated":true,"readOnly":true,"writeOnly":true,"$comment":"c"}""", "1" },
        {
            "contentMediaType, contentSchema",
            """{"type":"string","contentMediaType":"application/json","contentSchema":{"type":"null"}}""",
            "\"x\""
        },
        { "a format that no draft has", """{"type":"string","format":"phone"}""", "\"x\"" },
        { "a format of texts at a number", """{"type":"integer","format":"int32"}""", "1" },
        { "minContains without contains", """{"type":"array","minContains":3}""", "[]" },
        { "then without if", """{"then":{"type":"null"},"else":{"type":"null"}}""", "1" },
        { "additionalItems without a tuple", """{"type":"array","items":{},"additionalItems":false}""", "[1]" },
        { "required: false of draft 3", """{"type":"object","properties":{"a":{"required":false}}}""", "{}" },
        { "a table of annotations that look like properties", """{"Report":{"type":"object","required":["a"]}}""", "1" },
        { "definitions only", """{"$defs":{"a":{"type":"null"}}}""", "1" },
        { "keywords of one's own", """{"x-order":3,"condition":"c","extends":"Base","type":"null"}""", "null" },
    };

    [Theory]
    [MemberData(nameof(Enforced))]
    public void Is_enforced(string feature, string schema, string right, string wrong)
    {
        var grammar = Compile(schema);
        Assert.True(ByteVocabulary.Takes(grammar, right.Trim()), $"{feature}: {right} is stopped.");
        Assert.False(ByteVocabulary.Takes(grammar, wrong), $"{feature}: {wrong} goes through.");
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Is_refused(string feature, string schema, string keyword, string path)
    {
        var refusal = Assert.Throws<ConstraintException>(() => Compile(schema)).Message;
        Assert.True(refusal.Contains($"'{keyword}' at '{path}'", StringComparison.Ordinal), $"{feature}: {refusal}");
    }

    [Theory]
    [MemberData(nameof(Annotations))]
    public void Says_nothing_about_values(string feature, string schema, string value) =>
        Assert.True(ByteVocabulary.Takes(Compile(schema), value), $"{feature}: {value} is stopped.");

    [Fact]
    public void No_keyword_is_forgotten()
    {
        var schemas = string.Concat(Enforced.Select(row => row.Data.Item2).Concat(Refused.Select(row => row.Data.Item2)));
        foreach (var keyword in Enum.GetValues<SchemaKeyword>().Where(keyword => keyword != SchemaKeyword.Count))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(keyword.ToString());
            Assert.True(
                schemas.Contains($"\"{name}\":", StringComparison.Ordinal) || schemas.Contains($"\"${name}\":", StringComparison.Ordinal),
                name);
        }
    }

    /// <summary>What the mask lets through as an expression is one for a library that was written by others.</summary>
    [Fact]
    public void Expressions_at_random_are_expressions()
    {
        var grammar = Compile("""{"type":"string","format":"regex","maxLength":12}""");
        for (var seed = 0; seed < 300 && !Stop.IsCancellationRequested; seed++)
        {
            if (RandomWalk.TryWrite(grammar, new Random(seed), patience: 30) is { } text)
                _ = new System.Text.RegularExpressions.Regex(JsonDocument.Parse(text).RootElement.GetString()!);
        }
    }

    private static Grammar Compile(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return Grammar.FromJsonSchema(ByteVocabulary.Instance, document.RootElement);
    }
}
