namespace Qwen.Perception.Documents.Html;

/// <summary>An element with its attributes (names in lower case, the first of a name counts) and content.</summary>
internal sealed class HtmlElement(string name, IReadOnlyDictionary<string, string> attributes) : HtmlNode
{
    public string Name { get; } = name;

    public IReadOnlyDictionary<string, string> Attributes { get; } = attributes;

    public List<HtmlNode> Children { get; } = [];

    /// <summary>The elements among the children.</summary>
    public IEnumerable<HtmlElement> Elements => Children.OfType<HtmlElement>();

    /// <summary>An attribute's value; empty where it is absent.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    /// <summary>Whether it says where on the page it is.</summary>
    public bool HasBox => Attributes.ContainsKey("data-bbox") || Attributes.ContainsKey("data-polygon");
}
