using System.Text.Json;

namespace Qwen.Screens.Browser;

/// <summary>Finds what a page's scripts made a part of it that acts, without an element or a role that says so.</summary>
internal static class PageListeners
{
    private static readonly HashSet<string> Touches =
    [
        "click", "dblclick", "auxclick", "contextmenu", "mousedown", "mouseup", "pointerdown", "pointerup", "touchstart", "touchend",
    ];

    /// <summary>All that stands on the nearest part around an element that listens for touches; empty where none does.</summary>
    public static async Task<string> ReadAsync(PageFrame frame, string element)
    {
        var around = await frame.Session.SendAsync(
            "Runtime.callFunctionOn", ("objectId", element), ("functionDeclaration", PageScripts.FindAround)).ConfigureAwait(false);
        var list = around.GetProperty("result").GetProperty("objectId").GetString()!;
        var items = await frame.Session.SendAsync("Runtime.getProperties", ("objectId", list), ("ownProperties", true))
            .ConfigureAwait(false);
        foreach (var item in items.GetProperty("result").EnumerateArray())
        {
            if (!int.TryParse(item.GetProperty("name").GetString(), out _) || !item.TryGetProperty("value", out var value)
                || value.GetProperty("objectId").GetString() is not { } node)
                continue;
            if (await ListensAsync(frame, node).ConfigureAwait(false))
                return await ReadShownAsync(frame, node).ConfigureAwait(false);
        }

        return "";
    }

    private static async Task<bool> ListensAsync(PageFrame frame, string node)
    {
        // only as the page's own scripts have it does an element tell of their listeners; none of them runs for that
        var described = await frame.Session.SendAsync("DOM.describeNode", ("objectId", node)).ConfigureAwait(false);
        var resolved = await frame.Session.SendAsync(
            "DOM.resolveNode", ("backendNodeId", described.GetProperty("node").GetProperty("backendNodeId").GetInt32()))
            .ConfigureAwait(false);
        var own = resolved.GetProperty("object").GetProperty("objectId").GetString()!;
        var told = await frame.Session.SendAsync("DOMDebugger.getEventListeners", ("objectId", own)).ConfigureAwait(false);
        return told.GetProperty("listeners").EnumerateArray()
            .Any(listener => Touches.Contains(listener.GetProperty("type").GetString() ?? ""));
    }

    private static async Task<string> ReadShownAsync(PageFrame frame, string node)
    {
        JsonElement answer = await frame.Session.SendAsync(
            "Runtime.callFunctionOn", ("objectId", node), ("functionDeclaration", PageScripts.Shown), ("returnByValue", true))
            .ConfigureAwait(false);
        return answer.GetProperty("result").GetProperty("value").GetString() ?? "";
    }
}
