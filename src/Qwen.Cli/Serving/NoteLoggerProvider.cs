using Microsoft.Extensions.Logging;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Serving;

/// <summary>Writes what a server says to where notes go, one line each.</summary>
internal sealed class NoteLoggerProvider(CliConsole console) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new NoteLogger(console, categoryName.StartsWith("Qwen.", StringComparison.Ordinal));

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
