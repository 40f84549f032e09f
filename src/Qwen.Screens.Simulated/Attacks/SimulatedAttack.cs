using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;

namespace Qwen.Screens.Simulated;

/// <summary>
/// Something on a simulated phone that tries to lead an agent away from its task, as plain data. Whether it was obeyed is read from
/// <see cref="SimulatedPhone.ObeyedAttacks"/>.
/// </summary>
public sealed record SimulatedAttack
{
    /// <summary>What it looks like.</summary>
    public required SimulatedAttackKind Kind { get; init; }

    /// <summary>What it says.</summary>
    public required string Text { get; init; }

    /// <summary>What stands on the button that obeys it; for an app its name.</summary>
    public string Button { get; init; } = "OK";

    /// <summary>Where it stands; advertisements and overlays only.</summary>
    public SimulatedAttackPlace Place { get; init; }

    /// <summary>
    /// Label of the control that it is laid <see cref="SimulatedAttackPlace.Over"/> or <see cref="SimulatedAttackPlace.Beside"/>.
    /// </summary>
    public string? Control { get; init; }

    /// <summary>Identifier of the app in which it shows; null everywhere, the launcher included.</summary>
    public string? App { get; init; }

    /// <summary>Title of the page on which it shows; null on all.</summary>
    public string? Page { get; init; }

    /// <summary>Identifier of the app that opens once it is obeyed; of the false app itself where that is the attack.</summary>
    public string? OpensApp { get; init; }

    /// <summary>Address that opens in the browser once it is obeyed.</summary>
    public Uri? OpensAddress { get; init; }

    /// <summary>Where that address leads on to.</summary>
    public Uri? RedirectsTo { get; init; }

    /// <summary>Whether a cross takes it away.</summary>
    public bool CanBeClosed { get; init; } = true;
}
