namespace Qwen.Screens.Simulated;

/// <summary>Where on the screen an attack stands.</summary>
public enum SimulatedAttackPlace
{
    /// <summary>Above the screen's middle, over everything.</summary>
    Centre,

    /// <summary>Below the app's bar.</summary>
    Top,

    /// <summary>At the foot of the screen.</summary>
    Bottom,

    /// <summary>Exactly over the control that it names.</summary>
    Over,

    /// <summary>Directly above the control that it names.</summary>
    Beside,
}
