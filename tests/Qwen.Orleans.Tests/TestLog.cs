using Microsoft.Extensions.Logging;

namespace Qwen.Orleans.Tests;

/// <summary>Writes what a silo warns of to the output of the test that runs.</summary>
internal sealed class TestLog(bool isOurs = false) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) =>
        new TestLog(categoryName.StartsWith("Qwen.", StringComparison.Ordinal));

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => isOurs && logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (isOurs)
            TestContext.Current.TestOutputHelper?.WriteLine($"[{logLevel}] {formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
