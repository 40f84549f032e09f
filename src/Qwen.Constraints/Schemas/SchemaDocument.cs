using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>A schema document: finds the schemas inside it by path and by reference.</summary>
internal sealed class SchemaDocument
{
    private static readonly JsonElement Anything = JsonDocument.Parse("true").RootElement;

    private readonly Dictionary<string, SchemaNode> nodes = [];
    private readonly JsonElement root;
    private Dictionary<string, SchemaPlace>? byUri;
    private readonly List<(string Path, string Uri)> bases = [];
    private readonly DynamicAnchors anchors = new();
    private bool? hasInnerIds;

    private readonly Budget budget;

    public SchemaDocument(JsonElement root, Budget budget)
    {
        this.budget = budget;
        this.root = root;
        if (root.ValueKind == JsonValueKind.Object && Text(root, "$schema") is { } dialect)
        {
            IgnoresReferenceSiblings = dialect.Contains("draft-0") || dialect.EndsWith("json-schema.org/schema#", StringComparison.Ordinal);
            ContainsEvaluates = !dialect.Contains("2019-09");
        }

        var text = JsonMarshal.GetRawUtf8Value(root);
        if (text.IndexOf("\"$dynamicAnchor\""u8) >= 0 || text.IndexOf("\"$recursiveAnchor\""u8) >= 0)
            byUri = IndexUris();
        Root = Node(root, "", anchors.Enter(DynamicScope.None, ""));
    }

    public SchemaNode Root { get; }

    /// <summary>Up to draft 7, <c>$ref</c> stands alone: what is written beside it does not count.</summary>
    public bool IgnoresReferenceSiblings { get; }

    /// <summary>Whether an item that <c>contains</c> asks for counts as evaluated: in every draft that has both but 2019-09.</summary>
    public bool ContainsEvaluates { get; } = true;

    public SchemaNode Node(JsonElement element, string path) => Node(element, path, DynamicScope.None);

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword) => Within(node, element, $"{node.Path}/{keyword}");

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword, string name) =>
        Within(node, element, $"{node.Path}/{keyword}/{Escape(name)}");

    public SchemaNode Child(SchemaNode node, JsonElement element, string keyword, int index) =>
        Within(node, element, string.Create(CultureInfo.InvariantCulture, $"{node.Path}/{keyword}/{index}"));

    /// <summary>A value that an instance must equal; <paramref name="path"/> tells where it stands.</summary>
    public SchemaNode Value(JsonElement element, string path) =>
        Made("=" + path, path, id => new SchemaNode(id, element, path, isValue: true));

    /// <summary>A schema that holds where one of the references does, for messages at the path of <paramref name="at"/>.</summary>
    public SchemaNode OneOfThem(SchemaNode at, IReadOnlyList<SchemaRef> references) =>
        Made(
            "|" + string.Join('|', references.Select(reference => reference.Id)),
            at.Path,
            id => new SchemaNode(id, Anything, at.Path, isValue: false) { Alternatives = references });

    private SchemaNode Node(JsonElement element, string path, DynamicScope scope) =>
        Made(
            scope.Id == 0 ? path : string.Create(CultureInfo.InvariantCulture, $"{scope.Id}:{path}"),
            path,
            id => new SchemaNode(id, element, path, isValue: false) { Scope = scope });

    // a schema inside another one; with an $id it is a resource of its own, which dynamic references look through
    private SchemaNode Within(SchemaNode node, JsonElement element, string path) =>
        Node(element, path, anchors.Enter(node.Scope, path));

    private SchemaNode Made(string key, string path, Func<int, SchemaNode> make)
    {
        budget.Spend(20 + (path.Length / 8));
        if (!nodes.TryGetValue(key, out var node))
        {
            budget.Hold(200 + (2 * (key.Length + path.Length)));
            nodes.Add(key, node = make(nodes.Count));
        }

        return node;
    }

    /// <summary>What a reference inside a schema points to, come to by way of the resource that it stands in.</summary>
    public SchemaNode Resolve(SchemaNode from, string reference)
    {
        var (element, path) = Find(from, reference);
        return Node(element, path, anchors.Enter(from.Scope, anchors.ResourceOf(path)));
    }

    /// <summary>
    /// What <c>$dynamicRef</c> or <c>$recursiveRef</c> points to: where the schema that it names is a dynamic anchor, the one of that
    /// name in the outermost of the resources gone through on the way.
    /// </summary>
    public SchemaNode ResolveDynamically(SchemaNode from, string reference, bool isRecursive)
    {
        var target = Resolve(from, reference);
        var name = isRecursive ? "" : reference[(reference.IndexOf('#') + 1)..];
        return target.Element.ValueKind == JsonValueKind.Object && DynamicAnchors.Of(target.Element).Contains(name)
            && from.Scope.Find(name) is { } outer
                ? Node(outer.Element, outer.Path, anchors.Enter(from.Scope, anchors.ResourceOf(outer.Path)))
                : target;
    }

    private SchemaPlace Find(SchemaNode from, string reference)
    {
        var hash = reference.IndexOf('#');
        var document = hash < 0 ? reference : reference[..hash];
        var fragment = hash < 0 ? "" : Uri.UnescapeDataString(reference[(hash + 1)..]);
        if (document.Length == 0 && (fragment.Length == 0 || fragment[0] == '/') && !HasInnerIds)
            return Follow(new(root, ""), fragment) ?? throw Dangling(from, reference);
        var index = byUri ??= IndexUris();
        budget.Spend(5 * bases.Count);
        var baseUri = bases.Where(b => from.Path == b.Path || from.Path.StartsWith(b.Path + "/", StringComparison.Ordinal))
            .Select(b => b.Uri).LastOrDefault("");
        var target = document.Length == 0 ? baseUri : Combine(baseUri, document);
        if (fragment.Length == 0 || fragment[0] == '/')
        {
            // a pointer is meant from the nearest $id; many schemas mean the document's root all the same
            if (index.TryGetValue(target, out var found) || index.TryGetValue(target.TrimEnd('/'), out found))
                return Follow(found, fragment) ?? Follow(new(root, ""), fragment) ?? throw Dangling(from, reference);
            if (MetaSchemas.Find(target) is { } meta)
                return Follow(meta, fragment) ?? throw Dangling(from, reference);
        }
        else if (index.TryGetValue($"{target}#{fragment}", out var anchor))
        {
            return anchor;
        }

        throw SchemaErrors.Refuse(
            from, "$ref",
            $"'{ConstraintException.Shortened(reference)}' is not inside the schema (references to other documents are not fetched: "
            + "put the target under $defs)");
    }

    private static SchemaPlace? Step(SchemaPlace at, string token)
    {
        if (at.Element.ValueKind == JsonValueKind.Object && at.Element.TryGetProperty(token, out var child))
            return new(child, $"{at.Path}/{Escape(token)}");
        if (at.Element.ValueKind == JsonValueKind.Array && int.TryParse(token, CultureInfo.InvariantCulture, out var index) && index >= 0
            && index < at.Element.GetArrayLength())
            return new(at.Element[index], $"{at.Path}/{token}");
        return null;
    }

    private static SchemaPlace? Follow(SchemaPlace start, string pointer)
    {
        SchemaPlace? at = start;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            at = Step(at.Value, token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            if (at is null)
                return null;
        }

        return at;
    }

    private static ConstraintException Dangling(SchemaNode from, string reference) =>
        SchemaErrors.Refuse(from, "$ref", $"'{ConstraintException.Shortened(reference)}' points to nothing in the schema");

    // a draft-4 "id" is as often a property of the data as an identifier, so that only "$id" counts here
    private bool HasInnerIds => hasInnerIds ??= JsonMarshal.GetRawUtf8Value(root).IndexOf("\"$id\""u8) >= 0;

    private Dictionary<string, SchemaPlace> IndexUris()
    {
        var index = new Dictionary<string, SchemaPlace>();
        Visit(root, "", "");
        index.TryAdd("", new(root, ""));
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
                index.TryAdd(uri.TrimEnd('#'), new(element, path));
                if (!id.StartsWith('#'))
                {
                    baseUri = uri.TrimEnd('#');
                    bases.Add((path, baseUri));
                    anchors.AddResource(path);
                }
            }

            if (isSchema)
                anchors.Add(new(element, path));
            if (isSchema && (Text(element, "$anchor") ?? Text(element, "$dynamicAnchor")) is { } anchor)
                index.TryAdd($"{baseUri}#{anchor}", new(element, path));
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
}
