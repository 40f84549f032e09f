namespace Qwen.Screens.Agent;

/// <summary>Notices an agent that does the same on the same screen again and again.</summary>
internal sealed class ProgressWatch
{
    private const int Most = 3;

    private ReadOnlyMemory<byte> screen;
    private ScreenAction? action;
    private int times;

    /// <summary>Takes note of what is about to be done.</summary>
    /// <returns>Whether it is the third time in a row.</returns>
    public bool IsStuck(ScreenShot shot, ScreenAction next)
    {
        var same = next == action && shot.Png.Span.SequenceEqual(screen.Span);
        times = same ? times + 1 : 1;
        (screen, action) = (shot.Png, next);
        return times >= Most;
    }
}
