using System.Text.Json;

namespace Qwen.Screens.Browser;

/// <summary>A frame of a page, in the process of the page or in one of its own.</summary>
/// <param name="Session">The debugger's session with its process.</param>
/// <param name="Id">Its identifier there.</param>
/// <param name="Address">What it is trusted by: its address, or that of who wrote it; null for the page itself.</param>
/// <param name="Left">Where its left edge is on the page.</param>
/// <param name="Top">Where its top edge is on the page.</param>
internal sealed record PageFrame(DebuggerSession Session, string Id, Uri? Address, double Left, double Top)
{
    /// <summary>Stands for an address that nobody can tell, and that nobody allows therefore.</summary>
    public static Uri UnknownAddress { get; } = new("about:unknown");

    /// <summary>A frame within the same process; null where there is none of that identifier.</summary>
    public async Task<PageFrame?> FindInsideAsync(string id)
    {
        if (id == Id)
            return this;
        var tree = await Session.SendAsync("Page.getFrameTree").ConfigureAwait(false);
        if (Find(tree.GetProperty("frameTree"), id) is not { } frame)
            return null;
        return this with { Id = id, Address = ReadAddress(Text(frame, "url")) ?? await AskOriginAsync(id).ConfigureAwait(false) };
    }

    /// <summary>The identifier of the outermost frame of the session.</summary>
    public static async Task<string> FindRootAsync(DebuggerSession session)
    {
        var tree = await session.SendAsync("Page.getFrameTree").ConfigureAwait(false);
        return Text(tree.GetProperty("frameTree").GetProperty("frame"), "id");
    }

    private static JsonElement? Find(JsonElement tree, string id)
    {
        var frame = tree.GetProperty("frame");
        if (Text(frame, "id") == id)
            return frame;
        if (!tree.TryGetProperty("childFrames", out var children))
            return null;
        foreach (var child in children.EnumerateArray())
        {
            if (Find(child, id) is { } found)
                return found;
        }

        return null;
    }

    // a frame that was written by a page, not loaded, belongs to that page, unless it was shut off from it
    private async Task<Uri> AskOriginAsync(string id)
    {
        var world = await Session.CreateWorldAsync(id).ConfigureAwait(false);
        var answer = await Session.SendAsync("Runtime.evaluate", ("expression", "globalThis.origin"), ("contextId", world),
            ("returnByValue", true)).ConfigureAwait(false);
        return ReadAddress(Text(answer.GetProperty("result"), "value")) ?? UnknownAddress;
    }

    private static Uri? ReadAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && WebOrigin.Of(address) is not null ? address : null;

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
