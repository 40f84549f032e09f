using System.ComponentModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tools;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Tests.Tools;

public class ToolPromptTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create(
        ([Description("Ort, auch \"Köln\" <3")] string city, int days = 1) => city + days, "get_weather", "Weather & more");

    [Fact]
    public void A_function_becomes_the_object_that_the_tools_block_holds()
    {
        var text = ToolPrompt.Describe(Weather);
        using var json = JsonDocument.Parse(text);
        Assert.Equal("function", json.RootElement.GetProperty("type").GetString());
        var function = json.RootElement.GetProperty("function");
        Assert.Equal(["name", "description", "parameters"], function.EnumerateObject().Select(property => property.Name));
        Assert.Equal("get_weather", function.GetProperty("name").GetString());
        Assert.Equal(
            "string", function.GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("type").GetString());
        Assert.Contains("Köln", text, StringComparison.Ordinal); // as the model was trained: nothing outside ASCII is escaped
        Assert.Contains("Weather & more", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_without_a_schema_shows_one_that_takes_an_object()
    {
        using var json = JsonDocument.Parse(ToolPrompt.Describe(new Bare()));
        Assert.Equal(
            """{"type":"object","properties":{}}""", json.RootElement.GetProperty("function").GetProperty("parameters").GetRawText());
    }

    [Fact]
    public void Keys_of_a_schema_that_tell_the_model_nothing_are_left_out()
    {
        using var json = JsonDocument.Parse(ToolPrompt.Describe(new Bare(
            """{"$schema": "x", "type": "object", "condition": "again", "properties": {"condition": {"type": "string"}}, "required": ["condition"]}""")));
        Assert.Equal(
            """{"type":"object","properties":{"condition":{"type":"string"}},"required":["condition"]}""",
            json.RootElement.GetProperty("function").GetProperty("parameters").GetRawText().Replace(" ", ""));
    }

    [Fact]
    public void A_tool_that_runs_at_a_provider_is_refused_by_name()
    {
        var error = Assert.Throws<QwenException>(() => ToolPrompt.GetFunctions([Weather, new HostedWebSearchTool()]));
        Assert.Contains("HostedWebSearchTool", error.Message, StringComparison.Ordinal);
    }

    private sealed class Bare(string schema = "{}") : AIFunctionDeclaration
    {
        public override string Name => "bare";

        public override JsonElement JsonSchema { get; } = JsonDocument.Parse(schema).RootElement;
    }
}
