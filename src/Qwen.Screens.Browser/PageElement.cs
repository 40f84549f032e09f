using System.Text.Json;

namespace Qwen.Screens.Browser;

/// <summary>What the browser tells of an element that acts.</summary>
internal static class PageElement
{
    private const int LongestWords = 1000;

    private static readonly string[] SecretAttributes = ["type", "autocomplete"];
    private static readonly string[] SecretHints = ["password", "one-time-code", "cc-number", "cc-csc", "cc-exp"];

    // elements that act by themselves, whatever is painted in them
    private static readonly HashSet<string> Controls = ["a", "area", "button", "input", "select", "textarea", "summary", "option"];

    // the same as readers of the screen are told it
    private static readonly HashSet<string> ActingRoles =
    [
        "button", "link", "menuitem", "menuitemcheckbox", "menuitemradio", "option", "tab", "switch", "checkbox", "radio", "treeitem",
        "slider", "spinbutton",
    ];

    // what a page can call anything
    private static readonly HashSet<string> FieldRoles = ["textbox", "searchbox"];

    /// <summary>The control that an element is.</summary>
    /// <param name="frame">The frame it stands in.</param>
    /// <param name="element">The element that acts.</param>
    /// <param name="hit">The element at the point.</param>
    public static async Task<ScreenControl> DescribeAsync(PageFrame frame, string element, string hit)
    {
        var answer = await frame.Session.SendAsync(
            "Runtime.callFunctionOn", ("objectId", element), ("functionDeclaration", PageScripts.Describe), ("returnByValue", true),
            ("arguments", new[] { new Dictionary<string, object> { ["objectId"] = hit } })).ConfigureAwait(false);
        var told = answer.GetProperty("result").GetProperty("value");
        var node = (await frame.Session.SendAsync("DOM.describeNode", ("objectId", element)).ConfigureAwait(false)).GetProperty("node");
        var accessible = (await ReadAccessibleAsync(frame, element, withRelatives: false).ConfigureAwait(false)).FirstOrDefault();
        var above = hit == element ? [] : await ReadAccessibleAsync(frame, hit, withRelatives: true).ConfigureAwait(false);
        var listening = hit == element ? "" : await PageListeners.ReadAsync(frame, hit).ConfigureAwait(false);
        var shadow = await PageShadow.ReadAsync(frame, hit).ConfigureAwait(false);
        var tag = told.GetProperty("tag").GetString()!;
        var words = told.GetProperty("words").EnumerateArray().Select(word => word.GetString()!)
            .Concat([Value(accessible, "name"), Value(accessible, "description"), FindActingName(above), listening, shadow]).ToArray();

        // nobody can tell what is painted on a canvas or stands in a document within, and bare ground has no name
        var isUnknown = told.GetProperty("isPage").GetBoolean() || (told.GetProperty("isOpaque").GetBoolean() && !Controls.Contains(tag))
            || words.Any(word => word.Length > LongestWords);
        return new ScreenControl(isUnknown ? "" : Join(words), Role(accessible, tag), IsSecret(node))
        {
            Bounds = await FindBoundsAsync(frame, element).ConfigureAwait(false),
            IsPassive = told.GetProperty("isPage").GetBoolean(),
            Target = told.GetProperty("target").GetString(),
            Frame = frame.Address,
        };
    }

    /// <summary>Left, top, right and bottom of an element on the page; null where it takes no place.</summary>
    public static async Task<(int Left, int Top, int Right, int Bottom)?> FindBoundsAsync(PageFrame frame, string element)
    {
        try
        {
            var box = await frame.Session.SendAsync("DOM.getBoxModel", ("objectId", element)).ConfigureAwait(false);

            // four corners, of which turned elements have any order
            var numbers = box.GetProperty("model").GetProperty("border").EnumerateArray().Select(number => number.GetDouble()).ToArray();
            var across = numbers.Where((_, index) => index % 2 == 0).Select(x => x + frame.Left).ToArray();
            var down = numbers.Where((_, index) => index % 2 == 1).Select(y => y + frame.Top).ToArray();
            return ((int)across.Min(), (int)down.Min(), (int)Math.Ceiling(across.Max()), (int)Math.Ceiling(down.Max()));
        }
        catch (Microsoft.Playwright.PlaywrightException)
        {
            return null;
        }
    }

    private static async Task<JsonElement[]> ReadAccessibleAsync(PageFrame frame, string node, bool withRelatives)
    {
        var tree = await frame.Session.SendAsync("Accessibility.getPartialAXTree", ("objectId", node), ("fetchRelatives", withRelatives))
            .ConfigureAwait(false);
        return [.. tree.GetProperty("nodes").EnumerateArray()];
    }

    // words that stand in a part of the page that its scripts closed belong to a control within, which only the browser itself sees
    private static string FindActingName(JsonElement[] nodes)
    {
        var node = nodes.FirstOrDefault();
        for (var depth = 0; node.ValueKind == JsonValueKind.Object && depth < nodes.Length; depth++)
        {
            if (ActingRoles.Contains(Value(node, "role")))
                return Value(node, "name");
            if (!node.TryGetProperty("parentId", out var parent))
                break;
            node = Array.Find(nodes, other => other.GetProperty("nodeId").GetString() == parent.GetString());
        }

        return "";
    }

    // the name for those who hear, and the words for those who see: a page may let them differ
    private static string Join(IEnumerable<string> words)
    {
        List<string> parts = [];
        foreach (var word in words.Select(word => string.Join(' ', word.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(word => word.Length > 0).OrderByDescending(word => word.Length))
        {
            if (!parts.Exists(part => part.Contains(word, StringComparison.OrdinalIgnoreCase)))
                parts.Add(word);
        }

        return string.Join(" | ", parts);
    }

    // whether text goes in is the browser's to say
    private static string Role(JsonElement accessible, string tag)
    {
        var role = Value(accessible, "role");
        var isEditable = accessible.ValueKind == JsonValueKind.Object && accessible.TryGetProperty("properties", out var properties)
            && properties.EnumerateArray().Any(property => property.GetProperty("name").GetString() == "editable");
        if (isEditable)
            return role == "searchbox" ? role : "textbox";
        return role.Length == 0 || role is "none" or "presentation" || FieldRoles.Contains(role) ? tag : role;
    }

    private static bool IsSecret(JsonElement node)
    {
        if (!node.TryGetProperty("attributes", out var list))
            return false;
        var attributes = list.EnumerateArray().Select(text => text.GetString() ?? "").Chunk(2)
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return SecretHints.Any(hint => SecretAttributes.Any(name =>
            attributes.GetValueOrDefault(name)?.Contains(hint, StringComparison.OrdinalIgnoreCase) == true));
    }

    private static string Value(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var holder)
            && holder.TryGetProperty("value", out var value) ? value.ToString() : "";
}
