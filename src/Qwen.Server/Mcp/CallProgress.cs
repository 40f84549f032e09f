using System.Globalization;
using System.Threading.Channels;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen.Videos;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>
/// Tells the caller of a tool how far the work is, in order, with numbers that only grow; and, where a single question takes long, that it
/// is still being worked on, so that no client gives up waiting. All is sent before the result is. Safe for concurrent use.
/// </summary>
internal sealed class CallProgress : IProgress<QwenProgress>, IProgress<VideoProgress>, IAsyncDisposable
{
    // well below the minute after which clients give up
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(5);

    private readonly Channel<ProgressNotificationValue> reports =
        Channel.CreateUnbounded<ProgressNotificationValue>(new() { SingleReader = true });

    private readonly Task sending;

    private CallProgress(McpServer server, ProgressToken token) => sending = SendAsync(server, token);

    /// <summary>Begins to tell; null where the caller did not ask for it.</summary>
    public static CallProgress? Begin(RequestContext<CallToolRequestParams> request) =>
        request.Params?.ProgressToken is { } token ? new CallProgress(request.Server, token) : null;

    /// <inheritdoc/>
    public void Report(QwenProgress value) => reports.Writer.TryWrite(new()
    {
        Progress = value.Done, Total = value.Total > 0 ? value.Total : null, Message = value.Stage,
    });

    /// <inheritdoc/>
    public void Report(VideoProgress value) => reports.Writer.TryWrite(new()
    {
        Progress = (float)value.Position,
        Total = value.Total > 0 ? (float)value.Total : null,
        Message = value.TimeLeft is { } left
            ? string.Create(CultureInfo.InvariantCulture, $"{value.Stage}, about {Math.Ceiling(left.TotalSeconds)} s left")
            : value.Stage,
    });

    /// <summary>Ends the telling once all that was reported is sent; a caller that is gone is no matter here.</summary>
    public async ValueTask DisposeAsync()
    {
        reports.Writer.Complete();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task SendAsync(McpServer server, ProgressToken token)
    {
        var last = new ProgressNotificationValue { Progress = -1, Message = "Looking" };
        Task<bool>? waiting = null;
        while (true)
        {
            waiting ??= reports.Reader.WaitToReadAsync().AsTask();
            if (await Task.WhenAny(waiting, Task.Delay(Quiet)).ConfigureAwait(false) != waiting)
            {
                var alive = Math.Max(0, last.Progress + 0.01f);
                await TellAsync(new() { Progress = alive, Total = last.Total, Message = last.Message }).ConfigureAwait(false);
                continue;
            }

            if (!await waiting.ConfigureAwait(false))
                return;
            waiting = null;
            while (reports.Reader.TryRead(out var report))
                await TellAsync(report).ConfigureAwait(false);
        }

        // a search that goes back over a video says where it is, but the number never sinks
        async Task TellAsync(ProgressNotificationValue value)
        {
            if (value.Progress <= last.Progress)
                return;
            last = value;
            await server.NotifyProgressAsync(token, value).ConfigureAwait(false);
        }
    }
}
