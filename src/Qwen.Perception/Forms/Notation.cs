using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Qwen.Perception.Forms;

/// <summary>Pieces of the grammar notation that several forms are made of.</summary>
internal static class Notation
{
    /// <summary>Rules for what JSON consists of; line breaks with indentation wherever there is room.</summary>
    public const string Json = """
        ws     ::= / ?|\r?\n[ \t]{0,16}/
        blank  ::= / ?/
        text   ::= /"(?:[^"\\\x00-\x1f]|\\[^\x00-\x1f])*"/
        number ::= /-?(?:0|[1-9][0-9]{0,15})(?:\.[0-9]{1,15})?/
        truth  ::= "true" | "false"
        scalar ::= text | number | truth | "null"

        """;

    /// <summary>A JSON value as the model writes it down, within a fence or, rarely, without.</summary>
    public static string Fenced(string rule) => $"\"```json\" ws {rule} ws \"```\" | {rule}";

    /// <summary>A list of at most so many; a comma may hang at its end.</summary>
    public static string List(string item, int limit) => string.Create(
        CultureInfo.InvariantCulture, $"\"[\" ws ({item} (\",\" ws {item}){{0,{Math.Max(0, limit - 1)}}} \",\"? ws)? \"]\"");

    /// <summary>A key of a JSON object with its colon.</summary>
    public static string Key(string name) => Literal(Quote(name) + ":") + " blank";

    /// <summary>A text as JSON, with letters of all scripts as they are.</summary>
    public static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    /// <summary>A text that stands there as it is.</summary>
    public static string Literal(string text) => $"\"{text.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";
}
