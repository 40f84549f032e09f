using System.Text.Json.Nodes;

namespace Qwen.Server.Mcp;

/// <summary>Spells that something may be null in a way that every client understands: several do not take lists of types.</summary>
internal static class PortableSchema
{
    private const string TypeKey = "type";
    private const string NullType = "null";
    private const StringComparison Ordinal = StringComparison.Ordinal;
    private const int MostInlined = 1000;
    private const int MostLevels = 24;

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

    /// <summary>
    /// Puts what a pointer leads to in its place: a type that occurs twice. Clients do not follow pointers, and inside of another schema
    /// they would lead astray. One that leads to what it stands in, the type of a tree, stays.
    /// </summary>
    public static void Inline(JsonObject root)
    {
        var open = new Queue<(JsonNode? Node, string Path)>([(root, "#")]);
        for (var inlined = 0; open.TryDequeue(out var next);)
        {
            if (next.Node is JsonObject node)
            {
                if (inlined < MostInlined && next.Path.Count('/') < MostLevels && Target(root, node, next.Path) is { } target)
                {
                    inlined++;
                    node.Clear();
                    foreach (var (key, value) in target)
                        node[key] = value?.DeepClone();
                }

                foreach (var (key, value) in node)
                    open.Enqueue((value, $"{next.Path}/{key}"));
            }
            else if (next.Node is JsonArray list)
            {
                foreach (var (index, item) in list.Index())
                    open.Enqueue((item, $"{next.Path}/{index}"));
            }
        }
    }

    private static JsonObject? Target(JsonObject root, JsonObject node, string path)
    {
        if (node["$ref"] is not JsonValue value || !value.TryGetValue<string>(out var pointer) || !pointer.StartsWith("#/", Ordinal)
            || path.StartsWith(pointer + "/", Ordinal))
            return null;
        JsonNode? at = root;
        foreach (var step in pointer.Split('/').Skip(1))
        {
            at = at switch
            {
                JsonObject parent => parent[step.Replace("~1", "/", Ordinal).Replace("~0", "~", Ordinal)],
                JsonArray list when int.TryParse(step, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return at as JsonObject;
    }

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
