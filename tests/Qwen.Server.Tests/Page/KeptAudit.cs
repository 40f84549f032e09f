using Qwen.Screens;

namespace Qwen.Server.Tests.Page;

/// <summary>Keeps what became of every attempt.</summary>
internal sealed class KeptAudit : IScreenAudit
{
    private readonly List<ScreenAttempt> attempts = [];

    /// <summary>Those that are over, in order.</summary>
    public IReadOnlyList<ScreenAttempt> Done
    {
        get
        {
            lock (attempts)
                return [.. attempts.Where(attempt => attempt.Outcome != AttemptOutcome.Begun)];
        }
    }

    public ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default)
    {
        lock (attempts)
            attempts.Add(attempt);
        return ValueTask.CompletedTask;
    }
}
