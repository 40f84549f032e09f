using System.Runtime.CompilerServices;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens;

/// <summary>Does a recorded episode again, on the same screen or on one of another size, through the guard as ever.</summary>
public static class EpisodeReplay
{
    /// <summary>Repeats what was carried out, in order, until something is refused.</summary>
    /// <param name="episode">The episode.</param>
    /// <param name="screen">Where to repeat it.</param>
    /// <param name="cancellationToken">Stops at any moment.</param>
    public static async IAsyncEnumerable<ReplayStep> RunAsync(
        Episode episode, GuardedScreen screen, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(episode);
        ArgumentNullException.ThrowIfNull(screen);
        foreach (var entry in episode.Entries)
        {
            if (entry is not { Action: { } action, Outcome: AttemptOutcome.Performed })
                continue;
            var shot = await screen.CaptureStillAsync(
                TimeSpan.FromMilliseconds(50), cancellationToken: cancellationToken).ConfigureAwait(false);
            var scaled = Scale(action, new PixelSize(entry.Width, entry.Height), shot.Size);
            var attempt = await screen.AttemptAsync(scaled, cancellationToken).ConfigureAwait(false);
            yield return new ReplayStep(entry, attempt, shot.Png.Span.SequenceEqual(episode.ReadPicture(entry.Before)));
            if (!attempt.Succeeded)
                yield break;
        }
    }

    /// <summary>The same action on a screen of another size.</summary>
    /// <param name="action">The action.</param>
    /// <param name="from">Size of the screen whose pixels it is in.</param>
    /// <param name="to">Size of the other screen.</param>
    internal static ScreenAction Scale(ScreenAction action, PixelSize from, PixelSize to)
    {
        var map = new CoordinateMap(to, from);
        return from == to ? action : action switch
        {
            TapAction tap => tap with { Point = Move(tap.Point) },
            DoubleTapAction tap => tap with { Point = Move(tap.Point) },
            LongPressAction press => press with { Point = Move(press.Point) },
            MovePointerAction move => move with { Point = Move(move.Point) },
            DragAction drag => drag with { From = Move(drag.From), To = Move(drag.To) },
            ScrollAction scroll => scroll with
            {
                Point = Move(scroll.Point),
                Right = (int)Math.Round((double)scroll.Right * to.Width / from.Width),
                Down = (int)Math.Round((double)scroll.Down * to.Height / from.Height),
            },
            _ => action,
        };

        ScreenPoint Move(ScreenPoint point)
        {
            var (x, y) = map.PointToPicture(point.X, point.Y);
            return new ScreenPoint(x, y);
        }
    }
}
