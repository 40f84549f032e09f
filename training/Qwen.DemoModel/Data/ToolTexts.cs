using Qwen.DemoModel.Drawing;
using Qwen.Screens.Contract;
using Qwen.VisionLanguage.Images;

namespace Qwen.DemoModel.Data;

/// <summary>
/// Functions that the tools block shows: the two agent tools in their known shape, and some that have nothing to do with the question.
/// </summary>
internal static class ToolTexts
{
    private static readonly string[] Others =
    [
        """{"type": "function", "function": {"name": "get_time", "description": "The time of day.", "parameters": {"type": "object", "properties": {}}}}""",
        """{"type": "function", "function": {"name": "weather", "description": "Weather of a city.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}""",
        """{"type": "function", "function": {"name": "add", "description": "Adds two numbers.", "parameters": {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}}}""",
        """{"type": "function", "function": {"name": "save_note", "description": "Saves a note for later.", "parameters": {"type": "object", "properties": {"title": {"type": "string"}, "text": {"type": "string"}}, "required": ["text"]}}}""",
    ];

    /// <summary>An agent tool for a screen of a size, as the product shows it.</summary>
    public static string Agent(string name, int width, int height)
        => (name == "computer_use" ? ActionContract.Computer : ActionContract.Mobile).DescribeTool(new PixelSize(width, height));

    /// <summary>Some functions.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="agents">Share of agent tools.</param>
    public static IReadOnlyList<string> Any(Dice dice, double agents)
        => dice.Chance(1 - agents)
            ? dice.Some(Others, dice.Between(1, 2))
            : [Agent(dice.Chance(0.7) ? "mobile_use" : "computer_use", dice.Pick([112, 140, 168, 224, 1092]), dice.Pick([224, 448, 2408]))];
}
