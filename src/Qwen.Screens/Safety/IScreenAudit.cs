namespace Qwen.Screens;

/// <summary>Keeps what was attempted on screens.</summary>
public interface IScreenAudit
{
    /// <summary>
    /// Keeps an attempt: as <see cref="AttemptOutcome.Begun"/> before anything is done to the screen, and once more with what became of
    /// it. The guard waits for both, and does nothing that could not be kept before.
    /// </summary>
    ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default);
}
