using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Safety;

/// <summary>The points of the screen that an action touches.</summary>
internal static class ActionPoints
{
    /// <summary>One point, two of a drag, or none.</summary>
    public static IReadOnlyList<ScreenPoint> Of(ScreenAction action) => action switch
    {
        TapAction tap => [tap.Point],
        DoubleTapAction tap => [tap.Point],
        LongPressAction press => [press.Point],
        DragAction drag => [drag.From, drag.To],
        ScrollAction scroll => [scroll.Point],
        MovePointerAction move => [move.Point],
        _ => [],
    };

    /// <summary>
    /// Where the finger or pointer goes: as <see cref="Of"/>, and to where a finger ends that scrolls. A wheel stays where it is.
    /// </summary>
    public static IReadOnlyList<ScreenPoint> Way(ScreenAction action, ScreenKind kind, PixelSize size) =>
        action is ScrollAction { Point: var from } scroll && kind == ScreenKind.Phone
            ? [from, new ScreenPoint(End(from.X, scroll.Right, size.Width), End(from.Y, scroll.Down, size.Height))]
            : Of(action);

    /// <summary>The point where the action leaves the focus; null where it moves none.</summary>
    public static ScreenPoint? Focused(ScreenAction action) => action switch
    {
        TapAction tap => tap.Point,
        DoubleTapAction tap => tap.Point,
        LongPressAction press => press.Point,
        _ => null,
    };

    // a finger moves against the way that the content is to go, and not beyond the glass
    private static int End(int start, int by, int edge) => (int)Math.Clamp((long)start - by, 0, Math.Max(0, edge - 1));
}
