namespace Qwen.Screens.Safety;

/// <summary>Compares what an action was judged by with what it would be done to now.</summary>
internal static class ScreenLook
{
    /// <summary>Whether app, window or page, what is touched or has the focus, and the picture there are the same.</summary>
    /// <param name="judged">What the action was judged by.</param>
    /// <param name="now">What is there now.</param>
    /// <param name="action">The action.</param>
    /// <param name="lastTouched">Where the focus was left last; null where nobody knows.</param>
    public static bool IsSame(ScreenContext judged, ScreenContext now, ScreenAction action, ScreenPoint? lastTouched)
    {
        var (before, after) = (judged.Shot, now.Shot);

        // titles count up and blink
        if (before.Place?.App != after.Place?.App || before.Place?.Address != after.Place?.Address
            || (before.Place?.Address is null && before.Place?.Document != after.Place?.Document)
            || before.Size != after.Size || before.IsProtected != after.IsProtected)
            return false;
        if (!now.Controls.SequenceEqual(judged.Controls) || now.Focus != judged.Focus)
            return false;
        var points = ActionPoints.Of(action);
        if (points.Count > 0)
        {
            // where nothing but the picture says what is touched, a white spot is like any other
            return ScreenSpots.LookAlike(before, after, points)
                && (now.KnowsControls || ScreenSpots.LookAlikeOverall(before, after));
        }

        // text and keys go to what has the focus, and a question laid over the screen takes it
        return ScreenSpots.LookAlike(before, after, lastTouched is { } point ? [point] : []) && ScreenSpots.LookAlikeOverall(before, after);
    }
}
