using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// The dynamic anchors of a document, resource by resource. Where no name is there twice, every dynamic reference means one schema
/// whatever the way to it, and there is one scope only.
/// </summary>
internal sealed class DynamicAnchors
{
    // a scope holds a choice of anchors, of which there are as many as ways through the resources
    private const int MaxScopes = 1000;

    private readonly List<string> resources = [""];
    private readonly Dictionary<string, List<(string Name, SchemaPlace Place)>> byResource = [];
    private readonly Dictionary<string, DynamicScope> scopes = [];
    private readonly HashSet<string> names = [];
    private bool areAmbiguous;

    /// <summary>The names under which dynamic references may mean a schema; that of <c>$recursiveAnchor</c> is empty.</summary>
    public static IEnumerable<string> Of(JsonElement schema)
    {
        if (schema.TryGetProperty("$dynamicAnchor", out var name) && name.ValueKind == JsonValueKind.String)
            yield return name.GetString()!;
        if (schema.TryGetProperty("$recursiveAnchor", out var on) && on.ValueKind == JsonValueKind.True)
            yield return "";
    }

    /// <summary>Notes a schema that has an <c>$id</c>, before any schema inside it.</summary>
    public void AddResource(string path) => resources.Add(path);

    /// <summary>Notes the anchors of a schema.</summary>
    public void Add(SchemaPlace schema)
    {
        foreach (var name in Of(schema.Element))
        {
            areAmbiguous |= !names.Add(name);
            var resource = ResourceOf(schema.Path);
            if (!byResource.TryGetValue(resource, out var anchors))
                byResource.Add(resource, anchors = []);
            anchors.Add((name, schema));
        }
    }

    /// <summary>The path of the resource that a schema stands in.</summary>
    public string ResourceOf(string path) => resources.FindLast(
        resource => path == resource || (path.StartsWith(resource, StringComparison.Ordinal) && path[resource.Length] == '/')) ?? "";

    /// <summary>The scope behind a schema: another one where the schema is a resource with anchors that are new on the way.</summary>
    public DynamicScope Enter(DynamicScope scope, string path)
    {
        if (!areAmbiguous || !byResource.TryGetValue(path, out var anchors)
            || anchors.TrueForAll(anchor => scope.Anchors.ContainsKey(anchor.Name)))
            return scope;
        var entered = scope.Anchors.ToDictionary();
        foreach (var (name, place) in anchors)
            entered.TryAdd(name, place);
        var key = string.Join('\n', entered.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key} {e.Value.Path}"));
        if (!scopes.TryGetValue(key, out var known))
        {
            if (scopes.Count >= MaxScopes)
                throw new ConstraintException(
                    $"The JSON schema cannot be enforced: keyword '$dynamicRef': its meaning changes with the way there in more than "
                    + $"{MaxScopes} ways.");
            scopes.Add(key, known = new DynamicScope(scopes.Count + 1, entered));
        }

        return known;
    }
}
