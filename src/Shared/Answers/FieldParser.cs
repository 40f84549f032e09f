using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>Reads an object of keys and values. Several objects are taken together; the first mention of a key wins.</summary>
internal static class FieldParser
{
    /// <summary>The members in the order of the answer; empty where it holds no object.</summary>
    /// <param name="answer">What the model wrote.</param>
    /// <param name="repairs">What was mended.</param>
    /// <param name="places">Where single values stand in the answer, by path.</param>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>> Parse(
        string answer, out RepairLog repairs, out IReadOnlyDictionary<string, Range> places)
    {
        var finder = new PlaceFinder(answer);
        var found = new Dictionary<string, Range>();
        places = found;
        var json = AnswerJson.Find(answer, keepPartialObject: true);
        repairs = json.Repairs;
        var fields = new List<KeyValuePair<string, JsonElement>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.Items().Where(item => item.ValueKind == JsonValueKind.Object))
        {
            foreach (var (path, place) in finder.Find(item))
                found.TryAdd(path, place);
            foreach (var member in item.EnumerateObject())
            {
                if (names.Add(member.Name.Trim()))
                    fields.Add(new(member.Name.Trim(), member.Value));
            }
        }

        return fields;
    }
}
