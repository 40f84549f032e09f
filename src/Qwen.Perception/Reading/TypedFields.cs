using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Reading;

/// <summary>Makes an object of a .NET type from what was read.</summary>
internal static partial class TypedFields
{
    /// <summary>The object, without the values that its type does not take; null where it cannot do without one of them.</summary>
    /// <param name="read">What was read; values that do not fit are removed.</param>
    /// <param name="type">How the object is written as JSON.</param>
    /// <param name="unread">Takes the paths of what does not fit.</param>
    public static T? Convert<T>(JsonObject read, JsonTypeInfo<T> type, ICollection<string> unread)
        where T : class
    {
        while (true)
        {
            try
            {
                return read.Deserialize(type);
            }
            catch (JsonException error)
            {
                // the reader names the value that does not fit, or nothing where one is required
                if (error.Path is not { } path || Remove(read, path) is not { } removed)
                    return null;
                unread.Add(removed);
            }
        }
    }

    // "$.items[2].price", "$['unit price']"
    private static string? Remove(JsonNode root, string path)
    {
        JsonNode? node = root;
        JsonNode? parent = null;
        var at = "";
        foreach (Match part in Part().Matches(path))
        {
            parent = node;
            if (part.Groups["index"].Success)
            {
                var index = int.Parse(part.Groups["index"].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);
                node = node is JsonArray list && index < list.Count ? list[index] : null;
                at += $"[{index}]";
            }
            else
            {
                node = (node as JsonObject)?[part.Groups["name"].Value];
                at = PlaceFinder.Join(at, part.Groups["name"].Value);
            }

            if (node is null)
                return null;
        }

        switch (parent)
        {
            case JsonArray list:
                list.Remove(node);
                return at;
            case JsonObject group:
                group.Remove(node!.GetPropertyName());
                return at;
            default:
                return null;
        }
    }

    [GeneratedRegex(@"\['(?<name>[^']*)'\]|\[(?<index>[0-9]{1,6})\]|\.(?<name>[^.\[]+)")]
    private static partial Regex Part();
}
