using System.Text.Json.Nodes;

namespace Qwen.Perception.Forms;

/// <summary>Lists of boxes, points and lines of text; an empty list where there is nothing.</summary>
internal static class FindingForms
{
    private const string BoxKey = "bbox_2d";
    private const string PointKey = "point_2d";
    private const string LabelKey = "label";
    private const string TextKey = "text_content";
    private const string More = "(\",\" ws text \":\" blank scalar){0,8}";

    /// <summary>Boxes with labels and, unasked, whatever else the model says of them.</summary>
    public static AnswerForm Boxes(int limit) => Of(Item("box", BoxKey, LabelKey, More), Schema(limit, BoxKey, LabelKey), limit);

    /// <summary>Boxes with labels and exactly the attributes asked for.</summary>
    public static AnswerForm Boxes(IReadOnlyList<string> attributes, int limit) => Of(
        Item("box", BoxKey, LabelKey, string.Join(' ', attributes.Select(key => $"\",\" ws {Notation.Key(key)} scalar"))),
        Schema(limit, BoxKey, [LabelKey, .. attributes]),
        limit);

    /// <summary>Points with labels.</summary>
    public static AnswerForm Points(int limit) => Of(Item("point", PointKey, LabelKey, More), Schema(limit, PointKey, LabelKey), limit);

    /// <summary>Lines of text with their boxes.</summary>
    public static AnswerForm Lines(int limit) => Of(Item("box", BoxKey, TextKey, More), Schema(limit, BoxKey, TextKey), limit);

    /// <summary>Boxes or points, and behind them a sentence with their number.</summary>
    public static AnswerForm Counted(int limit) => new(
        $"root   ::= (found) (\"\\n\" \"\\n\"? sentence)?\nsentence ::= /[^\\r\\n]+/\n"
        + $"found  ::= {Notation.Fenced("list")}\nlist   ::= {Notation.List("item", limit)}\n"
        + $"item   ::= {Item("box", BoxKey, LabelKey, More)} | {Item("point", PointKey, LabelKey, More)}\n{Rules}");

    private const string Rules = Notation.Json + """
        box    ::= four | "\"" four "\"" | quoted ("," blank quoted){3}
        point  ::= two | "\"" two "\"" | quoted "," blank quoted
        four   ::= pixel ("," blank pixel){3}
        two    ::= pixel "," blank pixel
        quoted ::= "\"" pixel "\""
        pixel  ::= /-?[0-9]{1,5}(?:\.[0-9]{1,3})?/
        """;

    // one finding may stand there without a list around it
    private static AnswerForm Of(string item, Func<JsonNode> schema, int limit) => new(
        $"root   ::= {Notation.Fenced("(list | item)")}\nlist   ::= {Notation.List("item", limit)}\nitem   ::= {item}\n{Rules}", schema);

    private static string Item(string place, string placeKey, string labelKey, string more) =>
        $"\"{{\" ws {Notation.Key(placeKey)} \"[\" {place} \"]\" \",\" ws {Notation.Key(labelKey)} text {more} ws \"}}\"";

    private static Func<JsonNode> Schema(int limit, string placeKey, params IEnumerable<string> textKeys) => () =>
    {
        var numbers = placeKey == BoxKey ? 4 : 2;
        var properties = new JsonObject
        {
            [placeKey] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "integer" },
                ["minItems"] = numbers,
                ["maxItems"] = numbers,
            },
        };
        foreach (var key in textKeys)
            properties[key] = new JsonObject { ["type"] = "string" };
        return new JsonObject
        {
            ["type"] = "array",
            ["maxItems"] = limit,
            ["items"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["required"] = new JsonArray([.. properties.Select(property => (JsonNode)property.Key)]),
                ["additionalProperties"] = false,
            },
        };
    };
}
