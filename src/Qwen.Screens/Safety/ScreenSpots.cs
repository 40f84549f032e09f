using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Safety;

/// <summary>Compares two pictures of a screen where something is about to be touched.</summary>
internal static class ScreenSpots
{
    // half an edge of the square that is compared, in pixels
    private const int Reach = 24;

    // mean difference of a colour, of 255, above which the spot is another: a cursor that blinks stays below it, another button does not
    private const double Tolerance = 12;

    // part of the screen that may differ where no spot of it is known to count: a clock, an advertisement, but no question laid over it
    private const double Elsewhere = 0.1;

    /// <summary>Whether both look alike around each point; shots of equal size.</summary>
    public static bool LookAlike(ScreenShot before, ScreenShot after, IReadOnlyList<ScreenPoint> points)
    {
        if (points.Count == 0 || before.Png.Span.SequenceEqual(after.Png.Span))
            return true;
        var (first, second) = (ImageDecoder.Decode(before.Png), ImageDecoder.Decode(after.Png));
        return first.Size == second.Size && points.All(point => Difference(first, second, point) <= Tolerance);
    }

    /// <summary>Whether both look alike but for a small part, wherever that is.</summary>
    public static bool LookAlikeOverall(ScreenShot before, ScreenShot after)
    {
        if (before.Png.Span.SequenceEqual(after.Png.Span))
            return true;
        var (first, second) = (ImageDecoder.Decode(before.Png), ImageDecoder.Decode(after.Png));
        if (first.Size != second.Size)
            return false;
        int different = 0, count = 0;
        for (var y = Reach; y < first.Height + Reach; y += 2 * Reach)
        {
            for (var x = Reach; x < first.Width + Reach; x += 2 * Reach, count++)
            {
                if (Difference(first, second, new ScreenPoint(x, y)) > Tolerance)
                    different++;
            }
        }

        return different <= Elsewhere * count;
    }

    /// <summary>Whether nothing of what is shown changed but a pointer.</summary>
    /// <param name="before">The screen before.</param>
    /// <param name="after">The screen after; of any size.</param>
    /// <param name="pointers">Where a pointer was, and where it is.</param>
    /// <param name="elsewhere">Squares that may differ besides, where nobody knows where the pointer was.</param>
    public static bool IsUnchanged(ScreenShot before, ScreenShot after, IReadOnlyList<ScreenPoint> pointers, int elsewhere)
    {
        if (before.Place != after.Place)
            return false;
        if (before.Png.Span.SequenceEqual(after.Png.Span))
            return true;
        var (first, second) = (ImageDecoder.Decode(before.Png), ImageDecoder.Decode(after.Png));
        if (first.Size != second.Size)
            return false;
        for (var y = Reach; y < first.Height + Reach; y += 2 * Reach)
        {
            for (var x = Reach; x < first.Width + Reach; x += 2 * Reach)
            {
                var centre = new ScreenPoint(x, y);
                if (!pointers.Any(pointer => IsNear(pointer, centre)) && Difference(first, second, centre) > 0 && elsewhere-- == 0)
                    return false;
            }
        }

        return true;
    }

    // a pointer hangs below and to the right of its tip, and reaches into the next square
    private static bool IsNear(ScreenPoint pointer, ScreenPoint centre) =>
        Math.Abs(pointer.X - centre.X) <= 2 * Reach && Math.Abs(pointer.Y - centre.Y) <= 2 * Reach;

    private static double Difference(RgbImage first, RgbImage second, ScreenPoint point)
    {
        var (left, right) = (Math.Max(0, point.X - Reach), Math.Min(first.Width, point.X + Reach));
        var (top, bottom) = (Math.Max(0, point.Y - Reach), Math.Min(first.Height, point.Y + Reach));
        long sum = 0, count = 0;
        for (var y = top; y < bottom; y++)
        {
            for (var i = (y * first.Width + left) * 3; i < (y * first.Width + right) * 3; i++, count++)
                sum += Math.Abs(first.Pixels[i] - second.Pixels[i]);
        }

        return count == 0 ? 0 : (double)sum / count;
    }
}
