using System.Globalization;
using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>A schema document: finds the schemas inside it by path and by reference.</summary>
internal sealed class SchemaDocument
{
    private readonly Dictionary<string, SchemaNode> nodes = [];
    private readonly JsonElement root;
    private Dictionary<string, (string Path, JsonElement Element)>? byUri;
    private readonly List<(string Path, string Uri)> bases = [];
    private readonly Dictionary<string, int> dynamicAnchors = [];
    private bool? hasInnerIds;

    private readonly Budget budget;

    public SchemaDocument(JsonElement root, Budget budget)
    {
        this.budget = budget;
        this.root = root;
        Root = Node(root, "");
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$schema", out var dialect)
            && dialect.ValueKind == JsonValueKind.String)
            IgnoresReferenceSiblings = dialect.GetString() is { } uri
                && (uri.Contains("draft-0") || uri.EndsWith("json-schema.org/schema#", StringComparison.Ordinal));
    }

    public SchemaNode Root { get; }

    /// <summary>Up to draft 7, <c>$ref</c> stands alone: what is written beside it does not count.</summary>
    public bool IgnoresReferenceSiblings { get; }

    public SchemaNode Node(JsonElement element, string path)
    {
        return Made(path, element, path, isValue: false);
    }

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword) => Node(element, $"{node.Path}/{keyword}");

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword, string name) =>
        Node(element, $"{node.Path}/{keyword}/{Escape(name)}");

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword, int index) =>
        Node(element, string.Create(CultureInfo.InvariantCulture, $"{node.Path}/{keyword}/{index}"));

    /// <summary>A value that an instance must equal; <paramref name="path"/> tells where it stands.</summary>
    public SchemaNode Value(JsonElement element, string path)
    {
        return Made("=" + path, element, path, isValue: true);
    }

    private SchemaNode Made(string key, JsonElement element, string path, bool isValue)
    {
        budget.Spend(20 + (path.Length / 8));
        if (!nodes.TryGetValue(key, out var node))
        {
            budget.Hold(200 + (2 * (key.Length + path.Length)));
            nodes.Add(key, node = new SchemaNode(nodes.Count, element, path, isValue));
        }

        return node;
    }

    /// <summary>What a reference inside a schema points to.</summary>
    public SchemaNode Resolve(SchemaNode from, string reference)
    {
        if (reference == "#")
            return Root;
        var hash = reference.IndexOf('#');
        var document = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        if (document.Length == 0 && fragment.StartsWith('/') && !HasInnerIds)
            return Follow(root, "", fragment) ?? throw Dangling(from, reference);
        var index = byUri ??= IndexUris();
        budget.Spend(5 * bases.Count);
        var baseUri = bases.Where(b => from.Path == b.Path || from.Path.StartsWith(b.Path + "/", StringComparison.Ordinal))
            .Select(b => b.Uri).LastOrDefault("");
        var target = document.Length == 0 ? baseUri : Combine(baseUri, document);
        if (fragment.Length == 0 || fragment[0] == '/')
        {
            // a pointer is meant from the nearest $id; many schemas mean the document's root all the same
            if (index.TryGetValue(target, out var found) || index.TryGetValue(target.TrimEnd('/'), out found))
                return Follow(found.Element, found.Path, fragment) ?? Follow(root, "", fragment) ?? throw Dangling(from, reference);
        }
        else if (index.TryGetValue($"{target}#{fragment}", out var anchor))
        {
            return Node(anchor.Element, anchor.Path);
        }

        throw SchemaErrors.Refuse(
            from, "$ref",
            $"'{ConstraintException.Shortened(reference)}' is not inside the schema (references to other documents are not fetched: "
            + "put the target under $defs)");
    }

    /// <summary>Whether what <c>$dynamicRef</c> or <c>$recursiveRef</c> points to depends on how a value came there.</summary>
    public bool IsAmbiguous(string reference, string keyword)
    {
        byUri ??= IndexUris();
        return dynamicAnchors.GetValueOrDefault(keyword == "$recursiveRef" ? "" : reference[(reference.IndexOf('#') + 1)..]) > 1;
    }

    private static SchemaNodeAt Step(SchemaNodeAt at, string token)
    {
        if (at.Element.ValueKind == JsonValueKind.Object && at.Element.TryGetProperty(token, out var child))
            return new(child, $"{at.Path}/{Escape(token)}");
        if (at.Element.ValueKind == JsonValueKind.Array && int.TryParse(token, CultureInfo.InvariantCulture, out var index) && index >= 0
            && index < at.Element.GetArrayLength())
            return new(at.Element[index], $"{at.Path}/{token}");
        return default;
    }

    private SchemaNode? Follow(JsonElement start, string startPath, string pointer)
    {
        var at = new SchemaNodeAt(start, startPath);
        foreach (var token in pointer.Split('/').Skip(1))
        {
            at = Step(at, token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            if (at.Path is null)
                return null;
        }

        return Node(at.Element, at.Path!);
    }

    private static ConstraintException Dangling(SchemaNode from, string reference) =>
        SchemaErrors.Refuse(from, "$ref", $"'{ConstraintException.Shortened(reference)}' points to nothing in the schema");

    // a draft-4 "id" is as often a property of the data as an identifier, so that only "$id" counts here
    private bool HasInnerIds => hasInnerIds ??= root.GetRawText().Contains("\"$id\"", StringComparison.Ordinal);

    private Dictionary<string, (string Path, JsonElement Element)> IndexUris()
    {
        var index = new Dictionary<string, (string, JsonElement)>();
        Visit(root, "", "");
        index.TryAdd("", ("", root));
        return index;

        void Visit(JsonElement element, string path, string baseUri)
        {
            budget.Spend(20 + (path.Length / 8));
            if (element.ValueKind == JsonValueKind.Array)
            {
                var i = 0;
                foreach (var item in element.EnumerateArray())
                    Visit(item, $"{path}/{i++}", baseUri);
                return;
            }

            if (element.ValueKind != JsonValueKind.Object)
                return;
            var isSchema = !IsNameTable(path);
            if (isSchema && (Text(element, "$id") ?? Text(element, "id")) is { } id)
            {
                var uri = Combine(baseUri, id);
                index.TryAdd(uri.TrimEnd('#'), (path, element));
                if (!id.StartsWith('#'))
                {
                    baseUri = uri.TrimEnd('#');
                    bases.Add((path, baseUri));
                }
            }

            if (isSchema
                && (Text(element, "$dynamicAnchor")
                    ?? (element.TryGetProperty("$recursiveAnchor", out var on) && on.ValueKind == JsonValueKind.True
                        ? ""
                        : null)) is { } dynamic)
                dynamicAnchors[dynamic] = dynamicAnchors.GetValueOrDefault(dynamic) + 1;
            if (isSchema && (Text(element, "$anchor") ?? Text(element, "$dynamicAnchor")) is { } anchor)
                index.TryAdd($"{baseUri}#{anchor}", (path, element));
            foreach (var property in element.EnumerateObject())
            {
                if (property.Name is not ("enum" or "const" or "default" or "examples" or "example"))
                    Visit(property.Value, $"{path}/{Escape(property.Name)}", baseUri);
            }
        }
    }

    // a table of schemas by name: its keys are names, not keywords
    private static bool IsNameTable(string path) =>
        path.EndsWith("/properties", StringComparison.Ordinal) || path.EndsWith("/patternProperties", StringComparison.Ordinal)
        || path.EndsWith("/definitions", StringComparison.Ordinal) || path.EndsWith("/$defs", StringComparison.Ordinal)
        || path.EndsWith("/dependencies", StringComparison.Ordinal) || path.EndsWith("/dependentSchemas", StringComparison.Ordinal);

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Combine(string baseUri, string reference)
    {
        if (Uri.TryCreate(reference, UriKind.Absolute, out var absolute) && !reference.StartsWith('/'))
            return absolute.ToString();
        if (Uri.TryCreate(baseUri, UriKind.Absolute, out var root) && Uri.TryCreate(root, reference, out var combined))
            return combined.ToString();
        if (reference.StartsWith('#'))
            return baseUri + reference;
        var slash = baseUri.LastIndexOf('/');
        return slash < 0 ? reference : baseUri[..(slash + 1)] + reference;
    }

    private static string Escape(string token) =>
        token.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    private readonly record struct SchemaNodeAt(JsonElement Element, string? Path);
}
