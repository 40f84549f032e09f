using System.Text.Json;

namespace Qwen.Constraints.Tests;

/// <summary>Objects that need more properties than there are names are never begun; those that need all names are written.</summary>
public sealed class CountedKeysTests
{
    private const string Twelve = "\"propertyNames\":{\"pattern\":\"^[a-c]{1,2}$\"}";

    [Theory]
    [InlineData("""{"type":"object","propertyNames":{"enum":["a"]},"minProperties":2}""")]
    [InlineData("""{"type":"object","propertyNames":{"enum":["a",1,["b"],null]},"minProperties":2}""")]
    [InlineData("{\"type\":\"object\"," + Twelve + ",\"minProperties\":13}")]
    [InlineData("{\"type\":\"object\",\"properties\":{\"a\":{},\"zz\":{}}," + Twelve + ",\"minProperties\":13}")]
    [InlineData("""{"type":"object","patternProperties":{"^(a|b)$":{}},"additionalProperties":false,"minProperties":3}""")]
    [InlineData("""{"type":"object","properties":{"c":{},"d":{}},"patternProperties":{"^[ab]$":{}},"additionalProperties":false,"minProperties":5}""")]
    [InlineData("""{"type":"object","patternProperties":{"^[ab]$":{},"^c$":false},"additionalProperties":false,"minProperties":3}""")]
    [InlineData("""{"type":"object","propertyNames":{"const":"a"},"not":{"additionalProperties":{"type":"string"}},"minProperties":2}""")]
    public void Too_few_names_are_told_before_the_object_is_begun(string schema)
    {
        Assert.Contains("no value fulfils it", Assert.Throws<ConstraintException>(() => Compile(schema)).Message, StringComparison.Ordinal);

        // beside another way to go on the object is just not offered
        var grammar = Compile($$"""{"anyOf":[{{schema}},{"type":"null"}]}""");
        Assert.Equal("null", RandomWalk.Write(grammar, new Random(1), patience: 10).Trim());
    }

    [Theory]
    [InlineData("{\"type\":\"object\"," + Twelve + ",\"minProperties\":12,\"additionalProperties\":{\"const\":1}}", 12)]
    [InlineData("""{"type":"object","properties":{"c":{"const":1},"d":{"const":1}},"patternProperties":{"^[ab]$":{"const":1}},"additionalProperties":false,"minProperties":4}""", 4)]
    [InlineData("""{"type":"object","patternProperties":{"^[ab]$":{"enum":[1,"x"]}},"additionalProperties":false,"minProperties":2,"not":{"additionalProperties":{"type":"string"}}}""", 2)]
    public void Where_all_names_are_needed_all_of_them_come(string schema, int properties)
    {
        foreach (var order in Enum.GetValues<JsonPropertyOrder>())
        {
            var grammar = Compile(schema, order);
            for (var seed = 0; seed < 20; seed++)
            {
                using var written = JsonDocument.Parse(RandomWalk.Write(grammar, new Random(seed), patience: 60));
                Assert.Equal(properties, written.RootElement.EnumerateObject().Count());
            }
        }
    }

    [Fact]
    public void Names_by_the_million_are_not_counted_one_by_one()
    {
        var grammar = Compile("""{"type":"object","propertyNames":{"pattern":"^[a-z]{5}$"},"minProperties":1000000}""");
        Assert.StartsWith("{", RandomWalk.TryWrite(grammar, new Random(1), patience: 0) ?? "{", StringComparison.Ordinal);
        Assert.Throws<ConstraintException>(
            () => Compile("""{"type":"object","propertyNames":{"pattern":"^[a-z]{3}$"},"minProperties":17577}"""));
    }

    private static Grammar Compile(string schema, JsonPropertyOrder order = JsonPropertyOrder.Free)
    {
        using var document = JsonDocument.Parse(schema);
        return Grammar.FromJsonSchema(
            ByteVocabulary.Instance, document.RootElement, new JsonGrammarOptions { PropertyOrder = order },
            TestContext.Current.CancellationToken);
    }
}
