using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>
/// What stands at a point of a page and what has the focus, as the browser itself has it, down to the frame that would get the touch:
/// the page's scripts cannot answer in its place. Where nobody can tell, a control without a name says so.
/// </summary>
internal sealed class PageInspector(IBrowserContext context, IPage page)
{
    private const int DeepestFrame = 20;

    private static ScreenControl Unknown { get; } = new("", "unknown");

    /// <summary>The control that a touch of the point reaches.</summary>
    public Task<ScreenControl?> FindAsync(ScreenPoint point) => InspectAsync(frame => FindAsync(frame, point, 0));

    /// <summary>What gets the keys; null where nothing has the focus.</summary>
    public Task<ScreenControl?> FindFocusAsync() => InspectAsync(frame => FindFocusAsync(frame, 0));

    private async Task<ScreenControl?> InspectAsync(Func<PageFrame, Task<ScreenControl?>> inspect)
    {
        try
        {
            await using var session = new DebuggerSession(await context.NewCDPSessionAsync(page).ConfigureAwait(false));
            return await inspect(new PageFrame(session, await PageFrame.FindRootAsync(session).ConfigureAwait(false), null, 0, 0))
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException or KeyNotFoundException or InvalidOperationException)
        {
            return Unknown; // gone since, or too busy to say
        }
    }

    private async Task<ScreenControl?> FindAsync(PageFrame outer, ScreenPoint point, int depth)
    {
        await outer.Session.SendAsync("DOM.getDocument", ("depth", 0)).ConfigureAwait(false);
        var found = await outer.Session.SendAsync(
            "DOM.getNodeForLocation", ("x", (int)(point.X - outer.Left)), ("y", (int)(point.Y - outer.Top)),
            ("includeUserAgentShadowDOM", false)).ConfigureAwait(false);
        if (await outer.FindInsideAsync(found.GetProperty("frameId").GetString()!).ConfigureAwait(false) is not { } frame)
            return Unknown with { Frame = PageFrame.UnknownAddress };

        var world = await frame.Session.CreateWorldAsync(frame.Id).ConfigureAwait(false);
        var resolved = await frame.Session.SendAsync(
            "DOM.resolveNode", ("backendNodeId", found.GetProperty("backendNodeId").GetInt32()), ("executionContextId", world))
            .ConfigureAwait(false);
        var hit = resolved.GetProperty("object").GetProperty("objectId").GetString()!;

        // what stands in a frame of the same process was found at once: on such a frame itself there is only its edge
        if (await FindFrameOfAsync(frame, hit).ConfigureAwait(false) is { } id
            && await frame.FindInsideAsync(id).ConfigureAwait(false) is null)
            return await LookIntoAsync(frame, hit, id, depth, inner => FindAsync(inner, point, depth + 1)).ConfigureAwait(false);
        return await CallAsync(frame, PageScripts.FindActing, ("objectId", hit)).ConfigureAwait(false) is { } acting
            ? await PageElement.DescribeAsync(frame, acting, hit).ConfigureAwait(false)
            : Unknown with { Frame = frame.Address };
    }

    private async Task<ScreenControl?> FindFocusAsync(PageFrame frame, int depth)
    {
        var world = await frame.Session.CreateWorldAsync(frame.Id).ConfigureAwait(false);
        if (await CallAsync(frame, PageScripts.FindFocus, ("executionContextId", world)).ConfigureAwait(false) is not { } focus)
            return frame.Address is { } address ? new ScreenControl("", "frame") { Frame = address } : null;
        if (await FindFrameOfAsync(frame, focus).ConfigureAwait(false) is not { } id)
            return await PageElement.DescribeAsync(frame, focus, focus).ConfigureAwait(false);
        return await frame.FindInsideAsync(id).ConfigureAwait(false) is { } inside && depth < DeepestFrame
            ? await FindFocusAsync(inside, depth + 1).ConfigureAwait(false)
            : await LookIntoAsync(frame, focus, id, depth, inner => FindFocusAsync(inner, depth + 1)).ConfigureAwait(false);
    }

    // into a frame that has a process of its own; where it cannot be told from others, all that is known is its address
    private async Task<ScreenControl?> LookIntoAsync(
        PageFrame outer, string element, string id, int depth, Func<PageFrame, Task<ScreenControl?>> inspect)
    {
        var address = await FindAddressAsync(outer, id).ConfigureAwait(false);
        var unknown = Unknown with { Frame = WebOrigin.Of(address) is null ? PageFrame.UnknownAddress : address };
        var model = (await outer.Session.SendAsync("DOM.getBoxModel", ("objectId", element)).ConfigureAwait(false)).GetProperty("model");
        var content = model.GetProperty("content").EnumerateArray().Select(number => number.GetDouble()).ToArray();
        var border = model.GetProperty("border").EnumerateArray().Select(number => number.GetDouble()).ToArray();

        // turned and scaled ones have other pixels within
        if (depth >= DeepestFrame || !IsNear(border[0], border[6]) || !IsNear(border[1], border[3])
            || !IsNear(border[2] - border[0], model.GetProperty("width").GetDouble()))
            return unknown;
        foreach (var frame in page.Frames.Where(frame => frame.Url == address.OriginalString))
        {
            var box = await (await frame.FrameElementAsync().ConfigureAwait(false)).BoundingBoxAsync().ConfigureAwait(false);
            if (box is null || !IsNear(box.X, border[0] + outer.Left) || !IsNear(box.Y, border[1] + outer.Top))
                continue;
            await using var session = new DebuggerSession(await context.NewCDPSessionAsync(frame).ConfigureAwait(false));
            var root = await PageFrame.FindRootAsync(session).ConfigureAwait(false);
            return await inspect(new PageFrame(session, root, unknown.Frame, outer.Left + content[0], outer.Top + content[1]))
                .ConfigureAwait(false);
        }

        return unknown;
    }

    private static async Task<Uri> FindAddressAsync(PageFrame outer, string id)
    {
        var targets = await outer.Session.SendAsync("Target.getTargets").ConfigureAwait(false);
        foreach (var target in targets.GetProperty("targetInfos").EnumerateArray())
        {
            if (target.GetProperty("targetId").GetString() == id
                && Uri.TryCreate(target.GetProperty("url").GetString(), UriKind.Absolute, out var address))
                return address;
        }

        return PageFrame.UnknownAddress;
    }

    private static bool IsNear(double first, double second) => Math.Abs(first - second) <= 1.5;

    // the identifier of the frame that an element holds; null where it holds none
    private static async Task<string?> FindFrameOfAsync(PageFrame frame, string element)
    {
        var node = (await frame.Session.SendAsync("DOM.describeNode", ("objectId", element)).ConfigureAwait(false)).GetProperty("node");
        return node.GetProperty("localName").GetString() is "iframe" or "frame" or "object" or "embed"
            && node.TryGetProperty("frameId", out var id) ? id.GetString() : null;
    }

    // the element that a function returns; null where it returns none
    private static async Task<string?> CallAsync(PageFrame frame, string function, (string Name, object Value) on)
    {
        var answer = await frame.Session.SendAsync("Runtime.callFunctionOn", on, ("functionDeclaration", function)).ConfigureAwait(false);
        return answer.GetProperty("result").TryGetProperty("objectId", out var id) ? id.GetString() : null;
    }
}
