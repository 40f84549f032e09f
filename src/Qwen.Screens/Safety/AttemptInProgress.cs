namespace Qwen.Screens.Safety;

/// <summary>An attempt while it goes on: what is known of it so far, whatever ends it.</summary>
internal sealed class AttemptInProgress(ScreenAttempt attempt)
{
    public ScreenAttempt Attempt { get; set; } = attempt;

    /// <summary>Whether the device was told: then it may have done something, whatever it says.</summary>
    public bool IsTold { get; set; }

    /// <summary>Ends it.</summary>
    public ScreenAttempt End(AttemptOutcome outcome, string? reason = null) =>
        Attempt = Attempt with { Outcome = outcome, Reason = reason ?? Attempt.Reason };

    /// <summary>Ends it by a fault: what was carried out stays so, and what was begun may have been.</summary>
    public ScreenAttempt Break(AttemptOutcome outcome, string reason) => Attempt.Outcome == AttemptOutcome.Performed
        ? Attempt = Attempt with { IsInside = false, Reason = $"It was carried out. Then: {reason}" }
        : End(outcome, IsTold ? $"{reason} It may have been carried out, or in part." : reason);
}
