namespace Qwen.Screens;

/// <summary>What an action would be done to, as found right before it.</summary>
/// <param name="Shot">The screen.</param>
/// <param name="Controls">The controls at the points that the action touches, in that order; null where there is none or nobody knows.</param>
/// <param name="KnowsControls">Whether nothing at a point means that there is no control, rather than that nobody knows.</param>
public sealed record ScreenContext(ScreenShot Shot, IReadOnlyList<ScreenControl?> Controls, bool KnowsControls);
