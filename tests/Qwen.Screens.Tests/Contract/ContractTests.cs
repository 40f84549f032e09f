using System.Text.Json;
using Qwen.Screens;
using Qwen.Screens.Contract;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Tests.Contract;

/// <summary>Freezes what the model was trained on: names, order of keys, enums, and the size in the description.</summary>
public class ContractTests
{
    [Theory]
    [InlineData(1080, 2400, "1092x2408")]
    [InlineData(720, 1280, "728x1288")]
    [InlineData(2560, 1440, "2548x1428")]
    public void The_tool_names_the_resized_size(int width, int height, string size)
    {
        var seen = SmartResize.Fit(new PixelSize(width, height), SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels);
        foreach (var contract in new[] { ActionContract.Mobile, ActionContract.Computer })
            Assert.Contains(
                $" {size}.",
                Parse(contract, seen).GetProperty("function").GetProperty("description").GetString(),
                StringComparison.Ordinal);
    }

    [Fact]
    public void Mobile_use_has_the_model_s_keys_in_the_model_s_order()
    {
        var tool = Parse(ActionContract.Mobile, new PixelSize(1092, 2408));
        AssertFrame(tool, "mobile_use");
        var properties = tool.GetProperty("function").GetProperty("parameters").GetProperty("properties");
        Assert.Equal(["action", "coordinate", "coordinate2", "text", "time", "button", "status"], Keys(properties));
        Assert.Equal(
            ["key", "click", "long_press", "swipe", "type", "system_button", "open", "wait", "terminate"],
            Enum(properties.GetProperty("action")));
        Assert.Equal(["array", "array", "string", "number", "string", "string"], Types(properties));
        Assert.Equal(["Back", "Home", "Menu", "Enter"], Enum(properties.GetProperty("button")));
        AssertActionsAreListed(properties.GetProperty("action"), ActionContract.Mobile);
    }

    [Fact]
    public void Computer_use_has_the_model_s_keys_in_the_model_s_order()
    {
        var tool = Parse(ActionContract.Computer, new PixelSize(2548, 1428));
        AssertFrame(tool, "computer_use");
        var properties = tool.GetProperty("function").GetProperty("parameters").GetProperty("properties");
        Assert.Equal(["action", "keys", "text", "coordinate", "pixels", "time", "status"], Keys(properties));
        Assert.Equal(
            [
                "key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click", "double_click", "scroll",
                "wait",
                "terminate",
            ],
            Enum(properties.GetProperty("action")));
        Assert.Equal(["array", "string", "array", "number", "number", "string"], Types(properties));
        AssertActionsAreListed(properties.GetProperty("action"), ActionContract.Computer);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(224)]
    [InlineData(1000)]
    [InlineData(1092)]
    [InlineData(2408)]
    public void Coordinates_of_the_grammar_end_where_the_screen_does(int limit)
    {
        var pattern = new System.Text.RegularExpressions.Regex($"^(?:{ActionGrammar.Below(limit)})$");
        for (var number = 0; number < 3 * limit; number++)
            Assert.Equal(number < limit, pattern.IsMatch($"{number}"));
        Assert.DoesNotMatch(pattern, "00");
        Assert.DoesNotMatch(pattern, "01");
    }

    private static JsonElement Parse(ActionContract contract, PixelSize seen)
    {
        var line = contract.DescribeTool(seen);
        Assert.DoesNotContain('\n', line);
        Assert.StartsWith(
            $$"""{"type": "function", "function": {"name_for_human": "{{contract.Name}}", "name": "{{contract.Name}}", "description": """,
            line,
            StringComparison.Ordinal);
        return JsonDocument.Parse(line).RootElement;
    }

    private static void AssertFrame(JsonElement tool, string name)
    {
        Assert.Equal(["type", "function"], Keys(tool));
        var function = tool.GetProperty("function");
        Assert.Equal(["name_for_human", "name", "description", "parameters", "args_format"], Keys(function));
        Assert.Equal(name, function.GetProperty("name").GetString());
        Assert.Equal("Format the arguments as a JSON object.", function.GetProperty("args_format").GetString());
        var parameters = function.GetProperty("parameters");
        Assert.Equal(["properties", "required", "type"], Keys(parameters));
        Assert.Equal("""["action"]""", parameters.GetProperty("required").GetRawText());
        var properties = parameters.GetProperty("properties");
        Assert.Equal(["description", "enum", "type"], Keys(properties.GetProperty("action")));
        Assert.Equal(["description", "type", "enum"], Keys(properties.GetProperty("status")));
        Assert.Equal(["success", "failure"], Enum(properties.GetProperty("status")));
    }

    private static void AssertActionsAreListed(JsonElement action, ActionContract contract)
    {
        var lines = action.GetProperty("description").GetString()!.Split('\n');
        Assert.Equal("The action to perform. The available actions are:", lines[0]);
        Assert.Equal(contract.Actions.Select(known => $"* `{known.Name}`: {known.Meaning}"), lines[1..]);
    }

    private static IEnumerable<string> Keys(JsonElement element) => element.EnumerateObject().Select(property => property.Name);

    private static IEnumerable<string?> Enum(JsonElement property) =>
        property.GetProperty("enum").EnumerateArray().Select(value => value.GetString());

    private static IEnumerable<string?> Types(JsonElement properties) =>
        properties.EnumerateObject().Skip(1).Select(property => property.Value.GetProperty("type").GetString());
}
