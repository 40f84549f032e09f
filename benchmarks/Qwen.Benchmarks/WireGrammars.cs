using System.Globalization;
using System.Text.Json;
using Qwen.Cli.Evaluation;
using Qwen.VisionLanguage.Images;

namespace Qwen.Benchmarks;

/// <summary>
/// The model's wire forms as grammars, in the exact layout that it was trained on: what is layout is forced, and a number cannot grow
/// beyond the picture.
/// </summary>
internal static class WireGrammars
{
    // a JSON string's inside; text of the model's may hold anything
    private const string Text = """text ::= /([^"\\\x00-\x1f]|\\.)*/""";

    /// <summary>The grammar of a case's answers; null where they are free text.</summary>
    /// <param name="question">The case.</param>
    /// <param name="seen">Size of the picture as the model sees it.</param>
    public static string? For(EvaluationCase question, PixelSize seen) => question.Kind switch
    {
        "box1" or "boxn" or "absent" => List("bbox_2d", """x ", " y ", " x ", " y""", "label", seen),
        "spot" => List("bbox_2d", """x ", " y ", " x ", " y""", "text_content", seen),
        "point1" => List("point_2d", """x ", " y""", "label", seen),
        "kie" => Fields(question.Prompt),
        "tap" =>
            $$$"""
            root ::= "<tool_call>\n{\"name\": \"mobile_use\", \"arguments\": {\"action\": \"click\", \"coordinate\": [" x ", " y "]}}\n</tool_call>"
            {{{Numbers(seen)}}}
            """,
        "when" =>
            """
            root ::= "The given query happens in " time " - " time " seconds."
            time ::= [0-9]{1,3} "." [0-9]
            """,
        _ => null,
    };

    private static string List(string key, string numbers, string textKey, PixelSize seen) =>
        $$"""
        root ::= "```json\n[" ("]" | "\n\t" item (",\n\t" item)* "\n]") "\n```"
        item ::= "{\"{{key}}\": [" {{numbers}} "], \"{{textKey}}\": \"" text "\"}"
        {{Text}}
        {{Numbers(seen)}}
        """;

    private static string Fields(string prompt)
    {
        using var form = JsonDocument.Parse(prompt[prompt.IndexOf('{', StringComparison.Ordinal)..]);
        var fields = form.RootElement.EnumerateObject().Select(field => $$"""
            "    \"{{field.Name}}\": \"" text "\""
            """);
        return $$"""
            root ::= "```json\n{\n" {{string.Join(" \",\\n\" ", fields)}} "\n}\n```"
            {{Text}}
            """;
    }

    private static string Numbers(PixelSize seen) => $"x ::= /{UpTo(seen.Width)}/\ny ::= /{UpTo(seen.Height)}/";

    // whole numbers of at least two digits as a pattern, without leading zeros: shorter than the limit, below it at some place, or it
    private static string UpTo(int limit)
    {
        var digits = limit.ToString(CultureInfo.InvariantCulture);
        List<string> parts = ["[0-9]", .. Enumerable.Range(1, digits.Length - 2).Select(more => $"[1-9][0-9]{{{more}}}"), digits];
        for (var place = 0; place < digits.Length; place++)
        {
            var least = place == 0 ? '1' : '0';
            if (digits[place] > least)
                parts.Add($"{digits[..place]}[{least}-{(char)(digits[place] - 1)}][0-9]{{{digits.Length - place - 1}}}");
        }

        return string.Join('|', parts);
    }
}
