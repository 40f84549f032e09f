namespace Qwen.Screens.Safety;

/// <summary>What an action would be done to, as found right before it.</summary>
/// <param name="Shot">The screen.</param>
/// <param name="Controls">
/// The controls at the points that the action touches, in that order; null where there is none or nobody knows.
/// </param>
/// <param name="KnowsControls">Whether nothing at a point means that there is no control, rather than that nobody knows.</param>
internal sealed record ScreenContext(ScreenShot Shot, IReadOnlyList<ScreenControl?> Controls, bool KnowsControls)
{
    /// <summary>Fingers, under which scrolling is a swipe, or mouse and keyboard.</summary>
    public ScreenKind Kind { get; init; } = ScreenKind.Phone;

    /// <summary>Whether the action touches a place of which the screen says that nothing is there to be touched.</summary>
    public bool IsBareGround(ScreenAction action) =>
        KnowsControls && action is (TapAction or DoubleTapAction or LongPressAction) && Controls is [null or { IsPassive: true }];

    /// <summary>
    /// What has the focus, and so what text and keys go to; null where nothing has or nobody knows, and for actions that touch a point.
    /// </summary>
    public ScreenControl? Focus { get; init; }

    /// <summary>Whether keys moved the focus since something was touched: then it may be on anything.</summary>
    public bool FocusMovedByKeys { get; init; }
}
