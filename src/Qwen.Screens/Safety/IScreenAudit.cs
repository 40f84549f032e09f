namespace Qwen.Screens;

/// <summary>Keeps what was attempted on screens.</summary>
public interface IScreenAudit
{
    /// <summary>Keeps an attempt. It is kept before the caller of the action goes on.</summary>
    ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default);
}
