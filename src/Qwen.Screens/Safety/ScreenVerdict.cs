namespace Qwen.Screens.Safety;

/// <summary>What a policy says to an action.</summary>
internal sealed record ScreenVerdict
{
    private ScreenVerdict()
    {
    }

    /// <summary>The action as it may be carried out: a name replaced by what it stands for.</summary>
    public required ScreenAction Action { get; init; }

    /// <summary>Whether it may be carried out at all.</summary>
    public required bool IsAllowed { get; init; }

    /// <summary>What it may bring about.</summary>
    public ScreenRisk Risk { get; init; } = ScreenRisk.Unknown;

    /// <summary>Why it may not be carried out; null where it may.</summary>
    public string? Reason { get; init; }

    internal static ScreenVerdict Allow(ScreenAction action, ScreenRisk risk) => new() { Action = action, IsAllowed = true, Risk = risk };

    internal static ScreenVerdict Deny(ScreenAction action, string reason) => new() { Action = action, IsAllowed = false, Reason = reason };
}
