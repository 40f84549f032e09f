using Qwen.DemoModel.Drawing;

namespace Qwen.DemoModel.Tasks;

/// <summary>Writes answers in the wire formats of Qwen2.5-VL, with weights: what has to be seen counts most, boilerplate little.</summary>
internal sealed class AnswerText
{
    /// <summary>Weight of what every answer of a kind has.</summary>
    public const float Boilerplate = 0.1f;

    /// <summary>Weight of words that the question already said.</summary>
    public const float Label = 0.3f;

    private readonly List<Piece> pieces = [];

    /// <summary>Boilerplate.</summary>
    public AnswerText Plain(string text, IReadOnlyList<int>? units = null) => Add(text, Boilerplate, units);

    /// <summary>Something that has to be seen or decided.</summary>
    public AnswerText Seen(string text, IReadOnlyList<int>? units = null) => Add(text, 1, units);

    /// <summary>Text with a weight of its own.</summary>
    public AnswerText Add(string text, float weight, IReadOnlyList<int>? units = null)
    {
        pieces.Add(new Piece(text, weight, units));
        return this;
    }

    /// <summary>Characters that are read, each with the unit where it stands.</summary>
    public AnswerText Read(Picture picture, TextRow row, int from = 0, int? count = null, Func<char, string>? escape = null)
    {
        for (var i = from; i < from + (count ?? row.Text.Length - from); i++)
            Seen(escape?.Invoke(row.Text[i]) ?? row.Text[i].ToString(), row.Text[i] == ' ' ? null : picture.UnitsOfCharacter(row, i));
        return this;
    }

    /// <summary>Whole numbers with commas.</summary>
    public static string Numbers(params ReadOnlySpan<int> numbers) => string.Join(", ", numbers.ToArray());

    /// <summary>A box as <c>[x1, y1, x2, y2]</c> without the brackets.</summary>
    public static string Numbers(Box box) => Numbers(box.Left, box.Top, box.Right, box.Bottom);

    /// <summary>As it stands in a JSON string.</summary>
    public static string Json(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    /// <summary>As a JSON string, in its quotation marks.</summary>
    public static string Quoted(string text) => $"\"{Json(text)}\"";

    /// <inheritdoc cref="Json(string)"/>
    public static string Json(char character) => Json(character.ToString());

    /// <summary>The pieces.</summary>
    public IReadOnlyList<Piece> Pieces => pieces;

    /// <summary>
    /// A fenced JSON list of objects with a place and a label; empty for no things. Cut after the first coordinates when
    /// <paramref name="cut"/>: the rest is learned from others.
    /// </summary>
    public static AnswerText List(
        IReadOnlyList<(string Place, IReadOnlyList<int> Units, Action<AnswerText> Text)> items, string placeKey, string textKey,
        bool cut = false)
    {
        var answer = new AnswerText();
        if (items.Count == 0)
            return answer.Plain("```json\n").Seen("[]").Plain("\n```");
        answer.Plain("```json\n", items[0].Units).Seen("[\n", items[0].Units);
        for (var i = 0; i < items.Count; i++)
        {
            var (place, units, text) = items[i];
            answer.Plain($"\t{{\"{placeKey}\": [", units).Seen(place, units);
            if (cut)
                return answer.Seen("], \"", units);
            answer.Plain($"], \"{textKey}\": \"", units);
            text(answer);
            answer.Seen(i + 1 < items.Count ? "\"},\n" : "\"}\n]\n", units);
        }

        return answer.Plain("```");
    }

    /// <summary>One call in the form of the agent tools.</summary>
    /// <param name="tool"><c>mobile_use</c> or <c>computer_use</c>.</param>
    /// <param name="action">Name of the action.</param>
    /// <param name="arguments">Further arguments: name, JSON value, units it is about.</param>
    public static AnswerText Call(
        string tool, string action, params IReadOnlyList<(string Name, string Value, IReadOnlyList<int>? Units)> arguments)
    {
        var units = arguments.Count > 0 ? arguments[0].Units : null;
        var answer = new AnswerText()
            .Plain("<tool_call>\n{\"name\": \"")
            .Add(tool, Label)
            .Plain("\", \"arguments\": {\"action\": \"", units)
            .Seen(action, units)
            .Plain("\"", units);
        foreach (var (name, value, about) in arguments)
            answer.Add($", \"{name}\": ", Label, about).Seen(value, about);
        return answer.Plain("}}\n</tool_call>");
    }
}
