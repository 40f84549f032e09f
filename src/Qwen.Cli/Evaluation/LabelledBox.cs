using System.Text.Json;

namespace Qwen.Cli.Evaluation;

/// <summary>A box as the model writes it, with its label or text.</summary>
/// <param name="Box">Left, top, right, bottom in pixels of the picture that the model saw.</param>
/// <param name="Label">What it is, or the text inside.</param>
internal sealed record LabelledBox(IReadOnlyList<double> Box, string Label)
{
    /// <summary>Reads a fenced or bare JSON list; null when the answer is no such list.</summary>
    public static IReadOnlyList<LabelledBox>? ParseList(string answer)
    {
        try
        {
            using var json = JsonDocument.Parse(Unfence(answer).ToString());
            return json.RootElement.ValueKind == JsonValueKind.Array
                ? [.. json.RootElement.EnumerateArray().Select(Parse)]
                : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Area shared by both boxes over the area covered by either; 0 where they do not meet or are no boxes.</summary>
    public double Overlap(LabelledBox other)
    {
        if (Box.Count != 4 || other.Box.Count != 4)
            return 0;
        var width = Math.Min(Box[2], other.Box[2]) - Math.Max(Box[0], other.Box[0]);
        var height = Math.Min(Box[3], other.Box[3]) - Math.Max(Box[1], other.Box[1]);
        if (width <= 0 || height <= 0)
            return 0;
        var shared = width * height;
        return shared / (Area(Box) + Area(other.Box) - shared);
    }

    private static double Area(IReadOnlyList<double> box) => (box[2] - box[0]) * (box[3] - box[1]);

    private static LabelledBox Parse(JsonElement entry)
    {
        var label = entry.TryGetProperty("label", out var named) ? named
            : entry.TryGetProperty("text_content", out var text) ? text
            : default;
        return new LabelledBox(
            [.. entry.GetProperty("bbox_2d").EnumerateArray().Select(e => e.GetDouble())],
            label.ValueKind == JsonValueKind.String ? label.GetString()! : "");
    }

    private static ReadOnlySpan<char> Unfence(ReadOnlySpan<char> answer)
    {
        answer = answer.Trim();
        if (answer.StartsWith("```json"))
            answer = answer[7..];
        if (answer.EndsWith("```"))
            answer = answer[..^3];
        return answer.Trim();
    }
}
