using System.Text.Json;

namespace Qwen.SemanticKernel.Plugins.Parsing;

/// <summary>Reads an object of keys and values. Several objects are taken together; the first mention of a key wins.</summary>
internal static class FieldParser
{
    /// <summary>The members in the order of the answer; empty where it holds no object.</summary>
    public static IReadOnlyList<KeyValuePair<string, JsonElement>> Parse(string answer, out RepairLog repairs)
    {
        var json = AnswerJson.Find(answer, keepPartialObject: true);
        repairs = json.Repairs;
        var fields = new List<KeyValuePair<string, JsonElement>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in json.Items().Where(item => item.ValueKind == JsonValueKind.Object))
        {
            foreach (var member in item.EnumerateObject())
            {
                if (names.Add(member.Name.Trim()))
                    fields.Add(new(member.Name.Trim(), member.Value));
            }
        }

        return fields;
    }
}
