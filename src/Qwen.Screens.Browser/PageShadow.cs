using System.Text;
using System.Text.Json;

namespace Qwen.Screens.Browser;

/// <summary>
/// What stands in the shadow of an element. Text that an element hands into its shadow is touched there, by a control perhaps, and the
/// browser says only that the element itself was touched.
/// </summary>
internal static class PageShadow
{
    private const int MostCharacters = 2000;

    private static readonly HashSet<string> Worded = ["aria-label", "title", "alt", "value"];

    /// <summary>All words in an element's shadow, also in one that is closed to scripts; empty where it has none.</summary>
    public static async Task<string> ReadAsync(PageFrame frame, string element)
    {
        var described = await frame.Session.SendAsync("DOM.describeNode", ("objectId", element)).ConfigureAwait(false);
        if (!HasShadow(described.GetProperty("node")))
            return "";
        var whole = await frame.Session.SendAsync(
            "DOM.describeNode", ("objectId", element), ("depth", -1), ("pierce", true)).ConfigureAwait(false);
        var words = new StringBuilder();
        Collect(whole.GetProperty("node"), words);
        return words.ToString();
    }

    // the browser's own, in fields and films, are no page's
    private static bool HasShadow(JsonElement node) => node.TryGetProperty("shadowRoots", out var roots)
        && roots.EnumerateArray().Any(root => root.GetProperty("shadowRootType").GetString() != "user-agent");

    private static void Collect(JsonElement node, StringBuilder words)
    {
        if (words.Length > MostCharacters)
            return;
        words.Append(node.GetProperty("nodeValue").GetString());
        if (node.TryGetProperty("attributes", out var list))
        {
            var pairs = list.EnumerateArray().Select(text => text.GetString() ?? "").Chunk(2);
            foreach (var pair in pairs.Where(pair => Worded.Contains(pair[0])))
                words.Append(' ').Append(pair[1]).Append(' ');
        }

        foreach (var part in new[] { "shadowRoots", "children" })
        {
            if (!node.TryGetProperty(part, out var inner))
                continue;
            foreach (var child in inner.EnumerateArray())
                Collect(child, words);
        }
    }
}
