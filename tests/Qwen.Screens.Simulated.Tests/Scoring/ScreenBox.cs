namespace Qwen.Screens.Simulated.Tests.Scoring;

/// <summary>A box on a screen in pixels, or in shares of it; edges belong to it.</summary>
internal readonly record struct ScreenBox(double Left, double Top, double Right, double Bottom)
{
    /// <summary>Whether a point lies in it.</summary>
    public bool Contains(double x, double y) => x >= Left && x <= Right && y >= Top && y <= Bottom;

    /// <summary>The box made larger round its centre.</summary>
    /// <param name="factor">By how much both sides grow.</param>
    public ScreenBox Widen(double factor)
    {
        var (right, down) = ((Right - Left) * (factor - 1) / 2, (Bottom - Top) * (factor - 1) / 2);
        return new ScreenBox(Left - right, Top - down, Right + right, Bottom + down);
    }
}
