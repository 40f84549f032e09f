using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>Finds where values that were read from an answer stand in its text. Values are asked for in the order of the answer.</summary>
internal sealed class PlaceFinder(string answer)
{
    private int next;

    /// <summary>
    /// The places of the single values within a value, by their path (<c>box[2]</c>, <c>items[0].price</c>), of texts without their
    /// quotes; none where the text had to be mended.
    /// </summary>
    public IReadOnlyDictionary<string, Range> Find(JsonElement value)
    {
        var places = new Dictionary<string, Range>();
        var text = value.GetRawText();
        var start = answer.IndexOf(text, next, StringComparison.Ordinal);
        if (start < 0)
            return places;
        var at = start;
        Walk(value, "", places, ref at);
        next = start + text.Length;
        return places;
    }

    private void Walk(JsonElement value, string path, Dictionary<string, Range> places, ref int at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    Skip($"\"{member.Name}\"", ref at);
                    Walk(member.Value, Join(path, member.Name), places, ref at);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                    Walk(item, $"{path}[{index++}]", places, ref at);
                break;
            default:
                var text = value.GetRawText();
                if (Skip(text, ref at))
                    places[path] = value.ValueKind == JsonValueKind.String ? (at - text.Length + 1)..(at - 1) : (at - text.Length)..at;
                break;
        }
    }

    /// <summary>The path of a member.</summary>
    public static string Join(string path, string member) => path.Length == 0 ? member : $"{path}.{member}";

    private bool Skip(string text, ref int at)
    {
        var found = answer.IndexOf(text, at, StringComparison.Ordinal);
        if (found >= 0)
            at = found + text.Length;
        return found >= 0;
    }
}
