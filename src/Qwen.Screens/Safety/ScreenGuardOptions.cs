using Microsoft.Extensions.AI;

namespace Qwen.Screens;

/// <summary>What a <see cref="GuardedScreen"/> goes by.</summary>
public sealed record ScreenGuardOptions
{
    /// <summary>What may be done; looking only unless set.</summary>
    public ScreenPolicy Policy { get; init; } = ScreenPolicy.LookOnly;

    /// <summary>
    /// Asks a person about an action more serious than <see cref="ScreenPolicy.Unasked"/>; null: such actions are refused.
    /// </summary>
    public Func<ApprovalRequest, CancellationToken, ValueTask<bool>>? Approve { get; init; }

    /// <summary>Keeps a record of every attempt; null for none.</summary>
    public IScreenAudit? Audit { get; init; }

    /// <summary>Fills placeholders of secrets; null: text that holds one is refused.</summary>
    public ISecretSource? Secrets { get; init; }

    /// <summary>Judge and record only; nothing is carried out.</summary>
    public bool DryRun { get; init; }

    /// <summary>Stops everything at once and for good.</summary>
    public CancellationToken EmergencyStop { get; init; }

    /// <summary>
    /// Reads what stands at a point where the device cannot tell; null: what is touched there is unknown, and so refused unless approved.
    /// </summary>
    public IChatClient? LabelReader { get; init; }

    /// <summary>Whose time records carry; null for the system's.</summary>
    public TimeProvider? Clock { get; init; }
}
