namespace Qwen.Screens.Tests;

/// <summary>Keeps attempts in a list, and lets a test look at each as it is written.</summary>
internal sealed class ListAudit : IScreenAudit
{
    public List<ScreenAttempt> Attempts { get; } = [];

    public Action<ScreenAttempt>? Written { get; init; }

    public ValueTask WriteAsync(ScreenAttempt attempt, CancellationToken cancellationToken = default)
    {
        Written?.Invoke(attempt);
        Attempts.Add(attempt);
        return ValueTask.CompletedTask;
    }
}
