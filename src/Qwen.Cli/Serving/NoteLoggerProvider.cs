using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Serving;

/// <summary>Writes what a server says to where notes go, one line each.</summary>
internal sealed class NoteLoggerProvider(CliConsole console) : ILoggerProvider
{
    // of a start that fails it tells the stack; who started it tells the reason, in a sentence
    private const string Host = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => categoryName == Host
        ? NullLogger.Instance
        : new NoteLogger(console, categoryName.StartsWith("Qwen.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
