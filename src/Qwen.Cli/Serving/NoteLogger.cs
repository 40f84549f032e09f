using System.Globalization;
using Microsoft.Extensions.Logging;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Serving;

/// <summary>Writes lines to where notes go: of ours what is worth a note, of others what went wrong.</summary>
internal sealed class NoteLogger(CliConsole console, bool ours) : ILogger
{
    private static string Describe(Exception? error) =>
        error is null ? "" : $": {error.GetType().FullName}: {error.Message}{Describe(error.InnerException)}";

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel >= (ours ? LogLevel.Information : LogLevel.Warning) && logLevel != LogLevel.None;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        var time = DateTime.Now.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        var line = $"{time} {PlainText.OnOneLine(formatter(state, exception) + Describe(exception))}";
        if (exception?.StackTrace is { } stack)
            line += Environment.NewLine + stack; // the runtime's own words
        lock (console)
        {
            if (logLevel >= LogLevel.Error)
                console.Fail(line);
            else
                console.Note(line);
        }
    }
}
