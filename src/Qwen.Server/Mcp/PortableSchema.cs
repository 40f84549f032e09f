using System.Text.Json.Nodes;

namespace Qwen.Server.Mcp;

/// <summary>Spells that something may be null in a way that every client understands: several do not take lists of types.</summary>
internal static class PortableSchema
{
    private const string TypeKey = "type";
    private const string NullType = "null";

    /// <summary>Of arguments: what may be null may be left out, and that is enough.</summary>
    public static void LeaveOutNull(JsonNode? schema) => Walk(schema, (node, types) =>
    {
        node[TypeKey] = types.Count == 1 ? types[0] : new JsonArray([.. types.Select(type => (JsonNode)type)]);
        if (node.TryGetPropertyValue("default", out var value) && value is null)
            node.Remove("default");
    });

    /// <summary>Of results: null is a form of its own.</summary>
    public static void SplitNull(JsonNode? schema) => Walk(schema, (node, types) =>
    {
        var forms = new JsonArray();
        foreach (var type in types)
        {
            var form = new JsonObject { [TypeKey] = type };
            foreach (var (key, value) in node.Where(pair => pair.Key is not TypeKey and not "description").ToList())
                form[key] = value?.DeepClone();
            forms.Add(form);
        }

        forms.Add(new JsonObject { [TypeKey] = NullType });
        foreach (var key in node.Select(pair => pair.Key).Where(key => key != "description").ToList())
            node.Remove(key);
        node["anyOf"] = forms;
    });

    // children first: what is split takes them along
    private static void Walk(JsonNode? schema, Action<JsonObject, IReadOnlyList<string>> change)
    {
        foreach (var child in Children(schema))
            Walk(child, change);
        if (schema is JsonObject found && found[TypeKey] is JsonArray types && types.Any(type => (string?)type == NullType))
            change(found, [.. types.Select(type => (string)type!).Where(type => type != NullType)]);
    }

    private static IReadOnlyList<JsonNode?> Children(JsonNode? schema) => schema switch
    {
        JsonObject node => [.. node.Select(pair => pair.Value)],
        JsonArray list => [.. list],
        _ => [],
    };
}
