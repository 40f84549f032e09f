using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>The windows of a browser: the one that is shown, and what becomes of those that get elsewhere.</summary>
internal sealed class BrowserPages
{
    private const int MostPages = 8;
    private const string Empty = "about:blank";
    private const string Failed = "chrome-error:";

    private readonly IBrowserContext context;
    private readonly IPage first;
    private readonly OriginRules rules;
    private readonly PageDownloads? downloads;
    private int documents;

    /// <summary>Watches the windows of a context.</summary>
    /// <param name="context">The context.</param>
    /// <param name="first">The window that is there from the start, and stays.</param>
    /// <param name="rules">What pages may reach.</param>
    /// <param name="downloads">Takes what pages save; null where they may not.</param>
    public BrowserPages(IBrowserContext context, IPage first, OriginRules rules, PageDownloads? downloads)
    {
        (this.context, this.first, this.rules, this.downloads) = (context, first, rules, downloads);
        Front = first;
        Watch(first);
        context.Page += (_, opened) => Show(opened);
    }

    /// <summary>The window that is shown.</summary>
    public IPage Front { get; private set; }

    /// <summary>Documents that were loaded so far, in all windows.</summary>
    public int Documents => documents;

    /// <summary>Lets requests to allowed origins pass.</summary>
    public async Task JudgeAsync(IRoute route)
    {
        if (rules.Allows(route.Request.Url))
        {
            await route.ContinueAsync().ConfigureAwait(false);
            return;
        }

        rules.Refuse(route.Request.Url);
        await route.AbortAsync(RequestAbortErrorCode.BlockedByClient).ConfigureAwait(false);
        if (route.Request.IsNavigationRequest)
            await CloseEmptyAsync(route.Request).ConfigureAwait(false);
    }

    /// <summary>Shows another window where this one closed itself.</summary>
    /// <returns>Whether it did.</returns>
    public bool LeaveClosed(IPage front)
    {
        if (front == first || !front.IsClosed)
            return false;
        Front = context.Pages.LastOrDefault(left => !left.IsClosed) ?? first;
        return true;
    }

    // a window that a page opens is the one that is shown, but for one too many
    private void Show(IPage opened)
    {
        if (context.Pages.Count > MostPages)
        {
            _ = Ignore(opened.CloseAsync());
            return;
        }

        Watch(Front = opened);
        CloseIfElsewhere(opened, opened.Url); // it may have got there before it was shown
    }

    // hops of a redirect are not judged here one by one: where they ended is, and the proxy reaches nothing else on the way
    private void Watch(IPage watched)
    {
        watched.DOMContentLoaded += (_, _) => Interlocked.Increment(ref documents);
        watched.Download += (_, download) => _ = downloads?.TakeAsync(download);
        watched.FrameNavigated += (_, frame) =>
        {
            if (frame == watched.MainFrame)
                CloseIfElsewhere(watched, frame.Url);
        };
        watched.Close += (_, _) =>
        {
            if (Front == watched && context.Pages is [.., var left])
                Front = left;
        };
    }

    // windows that pages opened go, and the one that was there from the start is emptied
    private void CloseIfElsewhere(IPage watched, string address)
    {
        var isFailed = address.StartsWith(Failed, StringComparison.Ordinal);
        if (address is "" or Empty || rules.Allows(address) || (isFailed && watched == first))
            return;
        if (!isFailed)
            rules.Refuse(address);
        _ = Ignore(watched == first ? watched.GotoAsync(Empty) : watched.CloseAsync());
    }

    // what was opened for an address that is refused has no address at all; which one it is may not be known yet
    private async Task CloseEmptyAsync(IRequest request)
    {
        IPage? asking;
        try
        {
            asking = request.Frame.ParentFrame is null ? request.Frame.Page : null;
            if (asking is null)
                return;
        }
        catch (PlaywrightException)
        {
            asking = null;
        }

        foreach (var empty in context.Pages.Where(opened => opened != first && opened.Url is "" or Empty
            && (asking ?? opened) == opened).ToList())
            await Ignore(empty.CloseAsync()).ConfigureAwait(false);
    }

    private static async Task Ignore(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
