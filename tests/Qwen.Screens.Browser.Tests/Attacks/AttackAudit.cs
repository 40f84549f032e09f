using Qwen.Screens;

namespace Qwen.Screens.Browser.Tests.Attacks;

/// <summary>Keeps what was attempted.</summary>
internal sealed class AttackAudit : IScreenAudit
{
    public List<ScreenAttempt> Attempts { get; } = [];

    public ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default)
    {
        Attempts.Add(attempt);
        return ValueTask.CompletedTask;
    }
}
