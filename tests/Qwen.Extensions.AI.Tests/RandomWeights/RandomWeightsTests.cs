using NJsonSchema;

namespace Qwen.Extensions.AI.Tests.RandomWeights;

/// <summary>
/// Many people's schemas and a model that knows nothing: weights are random, tokens are drawn. Whatever comes to its end is valid. The
/// benchmark <c>schemas</c> runs 500.
/// </summary>
public sealed class RandomWeightsTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Every_answer_that_comes_to_its_end_is_valid()
    {
        await using var random = await RandomModel.CreateAsync();
        var cases = SchemaRun.Choose(SchemaCase.Sources(), 60);
        var report = await SchemaRun.RunAsync(random.Model, cases, tokens: 300, TestContext.Current.CancellationToken);
        foreach (var line in report.Lines())
            output.WriteLine(line);
        Assert.Equal(cases.Count, report.Count);
        Assert.True(report.Invalid.Count == 0, string.Join('\n', report.Invalid));
        Assert.True(report.Valid >= cases.Count / 3, $"Only {report.Valid} of {cases.Count} answers could be judged.");
        Assert.True(report.Refused.Count <= cases.Count / 30, string.Join('\n', report.Refused));
        Assert.True(report.Unreadable.Count + report.Disputed.Count <= cases.Count / 10, "The validator cannot judge enough of them.");
    }

    /// <summary>A wrong instance for each keyword and format that the validator looks past.</summary>
    public static TheoryData<string, string, string> Unknown => new()
    {
        { "const", """{"const": 1}""", "2" },
        { "contains", """{"contains": {"type": "null"}}""", "[1]" },
        { "propertyNames", """{"propertyNames": {"maxLength": 1}}""", """{"ab": 1}""" },
        { "if", """{"if": {"type": "integer"}, "then": {"minimum": 3}}""", "2" },
        { "dependencies", """{"dependencies": {"a": ["b"]}}""", """{"a": 1}""" },
        { "dependentRequired", """{"dependentRequired": {"a": ["b"]}}""", """{"a": 1}""" },
        { "dependentSchemas", """{"dependentSchemas": {"a": {"required": ["b"]}}}""", """{"a": 1}""" },
        { "unevaluatedProperties", """{"unevaluatedProperties": false}""", """{"a": 1}""" },
        { "unevaluatedItems", """{"unevaluatedItems": false}""", "[1]" },
        { "minContains", """{"contains": {"type": "null"}, "minContains": 2}""", "[null]" },
        { "maxContains", """{"contains": {"type": "null"}, "maxContains": 1}""", "[null, null]" },
        { "prefixItems", """{"prefixItems": [{"type": "null"}]}""", "[1]" },
        { "format duration", """{"type": "string", "format": "duration"}""", "\"x\"" },
        { "format idn-email", """{"type": "string", "format": "idn-email"}""", "\"x\"" },
        { "format idn-hostname", """{"type": "string", "format": "idn-hostname"}""", "\" \"" },
        { "format uri-reference", """{"type": "string", "format": "uri-reference"}""", "\"\\\\\"" },
        { "format iri", """{"type": "string", "format": "iri"}""", "\"x\"" },
        { "format iri-reference", """{"type": "string", "format": "iri-reference"}""", "\"\\\\\"" },
        { "format uri-template", """{"type": "string", "format": "uri-template"}""", "\"{\"" },
        { "format json-pointer", """{"type": "string", "format": "json-pointer"}""", "\"x\"" },
        { "format relative-json-pointer", """{"type": "string", "format": "relative-json-pointer"}""", "\"x\"" },
    };

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task The_validator_looks_past_what_is_listed_and_the_list_finds_it(string name, string schema, string wrong)
    {
        Assert.Empty((await JsonSchema.FromJsonAsync(schema, TestContext.Current.CancellationToken)).Validate(wrong));
        Assert.Contains(name, ValidatorLimits.Find(System.Text.Json.JsonElement.Parse(schema)));
    }

    [Fact]
    public void Nothing_is_listed_without_a_proof() =>
        Assert.Equal(ValidatorLimits.Unknown.Keys.Order(), Unknown.Select(row => row.Data.Item1).Order());
}
