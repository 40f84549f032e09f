namespace Qwen.Screens;

/// <summary>A part of the screen that nothing may touch, in pixels of the shot; right and bottom do not belong to it.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge.</param>
/// <param name="Right">Right edge.</param>
/// <param name="Bottom">Bottom edge.</param>
public sealed record ForbiddenRegion(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Whether a point lies in it.</summary>
    internal bool Contains(ScreenPoint point) => point.X >= Left && point.X < Right && point.Y >= Top && point.Y < Bottom;

    /// <summary>Whether a straight way between two points crosses it.</summary>
    internal bool Crosses(ScreenPoint from, ScreenPoint to)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(to.X - from.X), Math.Abs(to.Y - from.Y)));
        for (var i = 0; i <= steps; i++)
        {
            if (Contains(
                new ScreenPoint(from.X + (int)((long)(to.X - from.X) * i / steps), from.Y + (int)((long)(to.Y - from.Y) * i / steps))))
                return true;
        }

        return false;
    }

    internal bool Overlaps((int Left, int Top, int Right, int Bottom) bounds) =>
        bounds.Left < Right && bounds.Right > Left && bounds.Top < Bottom && bounds.Bottom > Top;
}
