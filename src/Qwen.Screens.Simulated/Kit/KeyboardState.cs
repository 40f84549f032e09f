namespace Qwen.Screens.Simulated.Kit;

/// <summary>What a keyboard on the screen shows at present.</summary>
internal sealed class KeyboardState
{
    public bool IsShifted { get; set; }

    public bool ShowsMarks { get; set; }
}
