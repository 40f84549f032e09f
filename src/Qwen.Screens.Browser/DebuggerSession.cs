using System.Text.Json;
using Microsoft.Playwright;

namespace Qwen.Screens.Browser;

/// <summary>
/// A session of the browser's debugger with a page or a frame that has a process of its own. A page that keeps its process busy is not
/// waited for.
/// </summary>
internal sealed class DebuggerSession(ICDPSession session) : IAsyncDisposable
{
    // a page at work answers within milliseconds
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Sends a command and takes its answer.</summary>
    /// <exception cref="PlaywrightException">It failed.</exception>
    /// <exception cref="TimeoutException">It was not answered.</exception>
    public async Task<JsonElement> SendAsync(string method, params (string Name, object Value)[] arguments)
    {
        var named = arguments.ToDictionary(pair => pair.Name, pair => pair.Value);
        var answer = await session.SendAsync(method, named).WaitAsync(Limit).ConfigureAwait(false);
        return answer ?? default;
    }

    /// <summary>Makes a world in a frame in which functions run that the frame's own scripts cannot change.</summary>
    public async Task<int> CreateWorldAsync(string frame)
    {
        var world = await SendAsync("Page.createIsolatedWorld", ("frameId", frame), ("worldName", "qwen-screens")).ConfigureAwait(false);
        return world.GetProperty("executionContextId").GetInt32();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await session.DetachAsync().WaitAsync(Limit).ConfigureAwait(false);
        }
        catch (Exception error) when (error is PlaywrightException or TimeoutException)
        {
            // the page is gone, or hangs, and its session with it
        }
    }
}
