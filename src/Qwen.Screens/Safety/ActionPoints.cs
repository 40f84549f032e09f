namespace Qwen.Screens.Safety;

/// <summary>The points of the screen that an action touches.</summary>
internal static class ActionPoints
{
    /// <summary>One point, two of a drag, or none.</summary>
    public static IReadOnlyList<ScreenPoint> Of(ScreenAction action) => action switch
    {
        Tap tap => [tap.Point],
        DoubleTap tap => [tap.Point],
        LongPress press => [press.Point],
        Drag drag => [drag.From, drag.To],
        Scroll scroll => [scroll.Point],
        MovePointer move => [move.Point],
        _ => [],
    };
}
