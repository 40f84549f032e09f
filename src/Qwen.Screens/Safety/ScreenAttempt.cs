namespace Qwen.Screens;

/// <summary>An action that was put to a <see cref="GuardedScreen"/>, and what became of it. An audit record is made of these.</summary>
public sealed record ScreenAttempt
{
    /// <summary>Name of the screen.</summary>
    public required string Screen { get; init; }

    /// <summary>Counts the attempts on one guarded screen, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it was judged.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The action, secrets still as placeholders.</summary>
    public required ScreenAction Action { get; init; }

    /// <summary>What became of it.</summary>
    public required AttemptOutcome Outcome { get; init; }

    /// <summary>Why it was not carried out, or what followed it; null where there is nothing to say.</summary>
    public string? Reason { get; init; }

    /// <summary>What it might have brought about.</summary>
    public required ScreenRisk Risk { get; init; }

    /// <summary>What stands on the control that it touches; null where nobody knows.</summary>
    public string? Label { get; init; }

    /// <summary>The screen right before; null where it could not be seen.</summary>
    public ScreenShot? Before { get; init; }

    /// <summary>The screen right after; null where nothing was carried out or it could not be seen.</summary>
    public ScreenShot? After { get; init; }

    /// <summary>Whether it touched a place where the screen has no control, and nothing changed.</summary>
    internal bool HitNothing { get; init; }

    /// <summary>Whether the policy allows where the screen is now.</summary>
    public bool IsInside { get; init; } = true;

    /// <summary>Whether the caller got what it asked for, as far as the guard is concerned.</summary>
    public bool Succeeded => Outcome is AttemptOutcome.Performed or AttemptOutcome.DryRun;
}
