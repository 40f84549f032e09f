using System.Text.Json.Nodes;
using Qwen.Server.Mcp;

namespace Qwen.Server.Tests.Mcp;

/// <summary>Schemas that every client of the protocol can read.</summary>
public sealed class PortableSchemaTests
{
    [Theory]
    [InlineData(
        """{"properties": {"a": {"type": "string"}, "b": {"$ref": "#/properties/a", "items": {}}}}""",
        """{"properties": {"a": {"type": "string"}, "b": {"type": "string"}}}""")]
    [InlineData(
        """{"anyOf": [{"type": "null"}, {"items": {"$ref": "#/anyOf/0"}}]}""", """{"anyOf": [{"type": "null"}, {"items": {"type": "null"}}]}""")]
    [InlineData(
        """{"properties": {"x/y": {"type": "string"}, "b": {"items": {"$ref": "#/properties/x~1y"}}}}""",
        """{"properties": {"x/y": {"type": "string"}, "b": {"items": {"type": "string"}}}}""")]
    [InlineData(
        """{"properties": {"a": {"items": {"$ref": "#/properties/a"}}}}""", """{"properties": {"a": {"items": {"$ref": "#/properties/a"}}}}""")]
    [InlineData("""{"items": {"$ref": "#/nowhere"}}""", """{"items": {"$ref": "#/nowhere"}}""")]
    [InlineData("""{"properties": {"$ref": {"type": "string"}}}""", """{"properties": {"$ref": {"type": "string"}}}""")]
    public void A_pointer_into_the_schema_becomes_what_it_points_to(string given, string expected)
    {
        var schema = (JsonObject)JsonNode.Parse(given)!;
        PortableSchema.Inline(schema);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), schema), schema.ToJsonString());
    }

    [Fact]
    public void Types_that_contain_each_other_come_to_an_end()
    {
        var schema = (JsonObject)JsonNode.Parse(
            """{"$defs": {"a": {"items": {"$ref": "#/$defs/b"}}, "b": {"items": {"$ref": "#/$defs/a"}}}, "items": {"$ref": "#/$defs/a"}}""")!;
        PortableSchema.Inline(schema);
        Assert.True(schema.ToJsonString().Length < 1_000_000);
    }
}
