using System.Globalization;
using Qwen.VisionLanguage;
using Spectre.Console;

namespace Qwen.Cli.Terminal;

/// <summary>Shows, in a terminal, what a person is waiting for, and takes it away when it is over; elsewhere nothing.</summary>
/// <remarks>One wait at a time; reports come from any thread.</remarks>
internal sealed class WaitView(CliConsole console) : IProgress<QwenProgress>
{
    private readonly TimeLeft time = new();
    private volatile StatusContext? shown;

    /// <summary>Waits for the work.</summary>
    public Task<T> RunAsync<T>(string what, Func<Task<T>> work)
    {
        return console.Notes.Profile is { Capabilities.Interactive: true, Out.IsTerminal: true }
            ? console.Notes.Status().StartAsync(Markup.Escape(what), ShowAsync)
            : work();

        async Task<T> ShowAsync(StatusContext context)
        {
            shown = context;
            try
            {
                return await work();
            }
            finally
            {
                shown = null;
            }
        }
    }

    /// <summary>Waits for each item of a stream, and shows nothing while the caller works on one.</summary>
    public async IAsyncEnumerable<T> EachAsync<T>(string what, IAsyncEnumerable<T> items)
    {
        await using var each = items.GetAsyncEnumerator();
        while (await RunAsync(what, () => each.MoveNextAsync().AsTask()))
            yield return each.Current;
    }

    /// <summary>Replaces what is said while something is waited for.</summary>
    public void Report(QwenProgress value)
    {
        var left = time.Describe(value.Done, value.Total);
        if (shown is { } context)
            context.Status = Markup.Escape(
                string.Create(CultureInfo.InvariantCulture, $"{value.Stage} ({value.Done + 1} of {value.Total}){left}"));
    }
}
