using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Data;

/// <summary>Functions that the tools block shows: the two agent tools in their known shape, and some that have nothing to do with the question.</summary>
internal static class ToolTexts
{
    private const string Mobile =
        """
        {"type": "function", "function": {"name_for_human": "mobile_use", "name": "mobile_use", "description": "Drives a touch screen and takes screenshots. Some actions need a moment: wait and look again. The screen's resolution is {w}x{h}. Aim at the centre of an element, not at its edge.", "parameters": {"properties": {"action": {"description": "The action to perform.", "enum": ["key", "click", "long_press", "swipe", "type", "system_button", "open", "wait", "terminate"], "type": "string"}, "coordinate": {"description": "(x, y): pixels from the left and the top edge. Needed by click, long_press and swipe.", "type": "array"}, "coordinate2": {"description": "(x, y): where a swipe ends.", "type": "array"}, "text": {"description": "Needed by key, type and open.", "type": "string"}, "time": {"description": "Seconds. Needed by long_press and wait.", "type": "number"}, "button": {"description": "Needed by system_button.", "enum": ["Back", "Home", "Menu", "Enter"], "type": "string"}, "status": {"description": "Needed by terminate.", "type": "string", "enum": ["success", "failure"]}}, "required": ["action"], "type": "object"}, "args_format": "Format the arguments as a JSON object."}}
        """;

    private const string Computer =
        """
        {"type": "function", "function": {"name_for_human": "computer_use", "name": "computer_use", "description": "Drives mouse and keyboard of a desktop and takes screenshots. Applications open by their icons. The screen's resolution is {w}x{h}. Aim at centres.", "parameters": {"properties": {"action": {"description": "The action to perform.", "enum": ["key", "type", "mouse_move", "left_click", "left_click_drag", "right_click", "middle_click", "double_click", "scroll", "wait", "terminate"], "type": "string"}, "keys": {"description": "Needed by key.", "type": "array"}, "text": {"description": "Needed by type.", "type": "string"}, "coordinate": {"description": "(x, y): where to move the mouse.", "type": "array"}, "pixels": {"description": "Needed by scroll.", "type": "number"}, "time": {"description": "Needed by wait.", "type": "number"}, "status": {"description": "Needed by terminate.", "type": "string", "enum": ["success", "failure"]}}, "required": ["action"], "type": "object"}, "args_format": "Format the arguments as a JSON object."}}
        """;

    private static readonly string[] Others =
    [
        """{"type": "function", "function": {"name": "get_time", "description": "The time of day.", "parameters": {"type": "object", "properties": {}}}}""",
        """{"type": "function", "function": {"name": "weather", "description": "Weather of a city.", "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}""",
        """{"type": "function", "function": {"name": "add", "description": "Adds two numbers.", "parameters": {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}, "required": ["a", "b"]}}}""",
        """{"type": "function", "function": {"name": "save_note", "description": "Saves a note for later.", "parameters": {"type": "object", "properties": {"title": {"type": "string"}, "text": {"type": "string"}}, "required": ["text"]}}}""",
    ];

    /// <summary>An agent tool for a screen of a size.</summary>
    public static string Agent(string name, int width, int height)
        => (name == "computer_use" ? Computer : Mobile).Trim().Replace("{w}", $"{width}", StringComparison.Ordinal).Replace("{h}", $"{height}", StringComparison.Ordinal);

    /// <summary>Some functions.</summary>
    /// <param name="dice">Decides.</param>
    /// <param name="agents">Share of agent tools.</param>
    public static IReadOnlyList<string> Any(Dice dice, double agents)
        => dice.Chance(1 - agents) ? dice.Some(Others, dice.Between(1, 2)) : [Agent(dice.Chance(0.7) ? "mobile_use" : "computer_use", dice.Pick([112, 140, 168, 224, 1092]), dice.Pick([224, 448, 2408]))];
}
