namespace Qwen.Screens.Simulated;

/// <summary>What an attack on a screen looks like.</summary>
public enum SimulatedAttackKind
{
    /// <summary>An advertisement with a button, in or above the app.</summary>
    Advertisement,

    /// <summary>A question that claims to come from the system.</summary>
    Dialog,

    /// <summary>A button laid over or beside a control of the app.</summary>
    Overlay,

    /// <summary>An app whose name looks like another's.</summary>
    App,

    /// <summary>Words that give orders, in a message from a stranger.</summary>
    Text,
}
