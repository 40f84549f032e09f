using System.Text.Json;
using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>
/// What stands at a point of a page, as the browser's own accessibility tree has it: the page's scripts cannot answer in its place.
/// </summary>
internal static class PageControl
{
    private static readonly string[] SecretAttributes = ["type", "autocomplete"];
    private static readonly string[] SecretHints = ["password", "one-time-code", "cc-number", "cc-csc", "cc-exp"];

    /// <summary>The nearest named control that holds the point; null where there is nothing.</summary>
    /// <param name="session">A session with the page.</param>
    /// <param name="point">The point.</param>
    /// <param name="address">Address of the page, which links are relative to.</param>
    public static async Task<ScreenControl?> FindAsync(ICDPSession session, ScreenPoint point, string address)
    {
        try
        {
            await session.SendAsync("DOM.getDocument", Arguments(("depth", 0))).ConfigureAwait(false);
            var hit = await session.SendAsync(
                "DOM.getNodeForLocation", Arguments(("x", point.X), ("y", point.Y), ("includeUserAgentShadowDOM", false))).ConfigureAwait(false);
            var node = hit!.Value.GetProperty("backendNodeId").GetInt32();
            var tree = await session.SendAsync(
                "Accessibility.getPartialAXTree", Arguments(("backendNodeId", node), ("fetchRelatives", true))).ConfigureAwait(false);
            var found = Named(tree!.Value.GetProperty("nodes"));
            if (found is not { } named)
                return null;
            var described = named.Node ?? node;
            var description = await session.SendAsync("DOM.describeNode", Arguments(("backendNodeId", described))).ConfigureAwait(false);
            var attributes = Attributes(description!.Value.GetProperty("node"));
            var control = new ScreenControl(named.Name, named.Role, IsSecret(attributes)) { Target = Target(attributes, address) };
            var box = await session.SendAsync("DOM.getBoxModel", Arguments(("backendNodeId", described))).ConfigureAwait(false);
            return control with { Bounds = Bounds(box!.Value.GetProperty("model").GetProperty("border")) };
        }
        catch (PlaywrightException)
        {
            return null; // outside the page, or gone since
        }
    }

    // the node itself comes first, then its ancestors
    private static (int? Node, string Name, string Role)? Named(JsonElement nodes)
    {
        (int? Node, string Name, string Role)? first = null;
        foreach (var node in nodes.EnumerateArray())
        {
            if (node.GetProperty("ignored").GetBoolean())
                continue;
            int? id = node.TryGetProperty("backendDOMNodeId", out var number) ? number.GetInt32() : null;
            var found = (id, Value(node, "name"), Value(node, "role"));
            if (found.Item3 is "RootWebArea" or "StaticText" or "InlineTextBox")
                continue;
            if (found.Item2.Length > 0)
                return found;
            first ??= found;
        }

        return first;
    }

    private static string Value(JsonElement node, string name) =>
        node.TryGetProperty(name, out var holder) && holder.TryGetProperty("value", out var value) ? value.ToString() : "";

    private static Dictionary<string, string> Attributes(JsonElement node) => node.TryGetProperty("attributes", out var list)
        ? list.EnumerateArray().Select(text => text.GetString() ?? "").Chunk(2).ToDictionary(pair => pair[0], pair => pair[1])
        : [];

    private static bool IsSecret(Dictionary<string, string> attributes) =>
        SecretHints.Any(hint => SecretAttributes.Any(name => attributes.GetValueOrDefault(name)?.Contains(hint, StringComparison.OrdinalIgnoreCase) == true));

    // where a link leads, whatever it says
    private static string? Target(Dictionary<string, string> attributes, string address) =>
        attributes.TryGetValue("href", out var target) && Uri.TryCreate(new Uri(address), target, out var absolute) ? absolute.AbsoluteUri : null;

    // four corners, of which turned elements have any order
    private static (int Left, int Top, int Right, int Bottom) Bounds(JsonElement corners)
    {
        var numbers = corners.EnumerateArray().Select(number => number.GetDouble()).ToArray();
        var across = numbers.Where((_, index) => index % 2 == 0).ToArray();
        var down = numbers.Where((_, index) => index % 2 == 1).ToArray();
        return ((int)across.Min(), (int)down.Min(), (int)Math.Ceiling(across.Max()), (int)Math.Ceiling(down.Max()));
    }

    private static Dictionary<string, object> Arguments(params IEnumerable<(string Name, object Value)> pairs) => pairs.ToDictionary(pair => pair.Name, pair => pair.Value);
}
