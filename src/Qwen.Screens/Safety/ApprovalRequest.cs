using Qwen.Screens.Safety;

namespace Qwen.Screens;

/// <summary>
/// What a person is asked before a serious action. The question must be put where the controlled screen cannot answer it: in a terminal,
/// another window, another device.
/// </summary>
public sealed record ApprovalRequest
{
    /// <summary>The action, secrets still as placeholders.</summary>
    public required ScreenAction Action { get; init; }

    /// <summary>What it may bring about.</summary>
    public required ScreenRisk Risk { get; init; }

    /// <summary>
    /// What stands on the control that is touched, as the device or the picture says: data, not to be trusted; null where nobody knows.
    /// </summary>
    public string? Label { get; init; }

    /// <summary>The screen right before the action.</summary>
    public required ScreenShot Shot { get; init; }

    /// <summary>The picture of the screen with the touch drawn on it.</summary>
    /// <returns>A PNG file.</returns>
    public byte[] DrawShot() => ActionDrawing.Draw(Shot, Action);
}
