namespace Qwen.Screens;

/// <summary>What every screen can do by what it does already.</summary>
public static class ScreenExtensions
{
    private const int Alike = 3;
    private static readonly TimeSpan DefaultInterval = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(6);

    /// <summary>Waits until three pictures in a row are equal.</summary>
    /// <param name="screen">The screen.</param>
    /// <param name="interval">Time between pictures; null for 0.3 seconds.</param>
    /// <param name="limit">When to give up waiting; null for 6 seconds.</param>
    /// <param name="clock">Whose time; null for the system's.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The last picture, whether the screen came to rest or not.</returns>
    public static async Task<ScreenShot> CaptureStillAsync(
        this IScreen screen, TimeSpan? interval = null, TimeSpan? limit = null, TimeProvider? clock = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(screen);
        clock ??= TimeProvider.System;
        var start = clock.GetTimestamp();
        var shot = await screen.CaptureAsync(cancellationToken).ConfigureAwait(false);
        var equal = 1;
        while (equal < Alike && clock.GetElapsedTime(start) < (limit ?? DefaultLimit))
        {
            await Task.Delay(interval ?? DefaultInterval, clock, cancellationToken).ConfigureAwait(false);
            var next = await screen.CaptureAsync(cancellationToken).ConfigureAwait(false);
            equal = next.Png.Span.SequenceEqual(shot.Png.Span) ? equal + 1 : 1;
            shot = next;
        }

        return shot;
    }
}
