using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Contract;

/// <summary>
/// Writes the grammar that holds an answer to one action: known names, coordinates inside the screen, keys from a list. In the notation
/// of <see cref="Qwen.Constraints.Grammar.FromNotation"/>; only the local client enforces it.
/// </summary>
internal static class ActionGrammar
{
    /// <summary>The schemas of the texts that grammars name.</summary>
    public const string Schemas =
        """{"text": {"type": "string", "minLength": 1, "maxLength": 500}, "app": {"type": "string", "minLength": 1, "maxLength": 80}}""";

    private const string Point = "\", \\\"coordinate\\\": \" point";
    private const string Time = "\", \\\"time\\\": \" time";

    /// <summary>Any one action of the contract.</summary>
    /// <param name="contract">The contract.</param>
    /// <param name="seen">Size at which the model sees the screen.</param>
    /// <param name="thought">Whether words may stand before the call.</param>
    public static string Write(ActionContract contract, PixelSize seen, bool thought)
    {
        var rules = new StringBuilder();
        rules.Append("root ::= ").Append(thought ? "thought? " : "").Append("\"<tool_call>\\n{\\\"name\\\": \\\"").Append(contract.Name)
            .Append("\\\", \\\"arguments\\\": {\\\"action\\\": \\\"\" action \"}}\\n</tool_call>\"\n");
        if (thought)
            rules.Append("thought ::= /[^<>]{1,400}/\n");
        rules.Append("action ::= ").AppendJoin(" | ", contract.Actions.Select(action => Action(contract.Kind, action.Name))).Append('\n');
        rules.Append("time ::= /[1-9]|[1-5][0-9]|60|[0-9]\\.[1-9]/\n");
        rules.Append("status ::= \"\\\"success\\\"\" | \"\\\"failure\\\"\"\n");
        if (contract.Kind == ScreenKind.Phone)
        {
            rules.Append("button ::= ").AppendJoin(" | ", Enum.GetNames<SystemButton>().Select(Quote)).Append('\n');
            rules.Append("key ::= ").AppendJoin(" | ", KeyNames.OfPhones.Select(Quote)).Append('\n');
        }
        else
        {
            rules.Append("keys ::= \"[\" key (\", \" key){0,3} \"]\"\n");
            rules.Append("pixels ::= /-?[1-9][0-9]{0,3}/\n");
            rules.Append("key ::= ").AppendJoin(" | ", KeyNames.OfComputers.Select(Quote)).Append(" | /\"[a-z0-9,.;=+\\/-]\"/\n");
        }

        return rules.Append(PointRules(seen)).ToString();
    }

    /// <summary>The rest of an answer that was begun up to the point's opening bracket.</summary>
    /// <param name="prefix">What the answer begins with.</param>
    /// <param name="seen">Size at which the model sees the screen.</param>
    public static string WriteClick(string prefix, PixelSize seen) =>
        $"root ::= {Literal(prefix)} x \", \" y \"]}}}}\\n</tool_call>\"\n{PointRules(seen)}";

    /// <summary>A pattern of the whole numbers from 0 up to, but not including, the given one.</summary>
    public static string Below(int limit)
    {
        var largest = (limit - 1).ToString(CultureInfo.InvariantCulture);
        List<string> parts = [];
        for (var length = 1; length < largest.Length; length++)
            parts.Add(length == 1 ? "[0-9]" : $"[1-9]{Digits(length - 1)}");

        // numbers as long as the largest that first fall below it at one of its digits
        for (var i = 0; i < largest.Length; i++)
        {
            var lowest = i == 0 && largest.Length > 1 ? '1' : '0';
            if (largest[i] > lowest)
                parts.Add($"{largest[..i]}[{lowest}-{(char)(largest[i] - 1)}]{Digits(largest.Length - i - 1)}");
        }

        parts.Add(largest);
        return string.Join('|', parts);
    }

    private static string Action(ScreenKind kind, string name) => $"\"{name}\\\"\" " + name switch
    {
        "click" or "mouse_move" or "left_click" or "left_click_drag" or "right_click" or "middle_click" or "double_click" => Point,
        "long_press" => $"{Point} {Time}",
        "swipe" => $"{Point} \", \\\"coordinate2\\\": \" point",
        "type" => "\", \\\"text\\\": \" @text",
        "key" => kind == ScreenKind.Phone ? "\", \\\"text\\\": \" key" : "\", \\\"keys\\\": \" keys",
        "system_button" => "\", \\\"button\\\": \" button",
        "open" => "\", \\\"text\\\": \" @app",
        "scroll" => $"{Point} \", \\\"pixels\\\": \" pixels",
        "wait" => Time,
        "terminate" => "\", \\\"status\\\": \" status",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No action of a contract."),
    };

    private static string PointRules(PixelSize seen) =>
        $"point ::= \"[\" x \", \" y \"]\"\nx ::= /{Below(seen.Width)}/\ny ::= /{Below(seen.Height)}/\n";

    private static string Digits(int count) => count == 0 ? "" : count == 1 ? "[0-9]" : $"[0-9]{{{count}}}";

    private static string Quote(string word) => $"\"\\\"{word}\\\"\"";

    private static string Literal(string text) =>
        JsonValue.Create(text).ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
