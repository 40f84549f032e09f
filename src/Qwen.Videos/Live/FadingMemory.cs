using System.Numerics;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Live;

/// <summary>
/// Frames that fade: at twice the age half as many are left, down to the very first, which stays. Not for concurrent use.
/// </summary>
/// <remarks>
/// A pair whose number divides by 2^r, and by no higher power, stays to an age of r doublings of the dense stretch. So pairs go one by
/// one, those that stay are evenly spaced, and n pairs leave about dense · (1 + ½ log₂(n / dense)).
/// </remarks>
/// <param name="fps">Frames a second that are taken.</param>
/// <param name="densePairs">Newest pairs that are all kept.</param>
internal sealed class FadingMemory(double fps, int densePairs)
{
    private readonly List<FramePair> pairs = [];
    private long lastCell = -1;

    /// <summary>The frames that are left, in order; always an even number.</summary>
    public IReadOnlyList<VideoFrame> Frames => [.. pairs.SelectMany(pair => pair.Frames)];

    /// <summary>Pairs that are left.</summary>
    public int Count => pairs.Count;

    /// <summary>Whether a frame at this time would be kept; the times of frames ascend.</summary>
    public bool Takes(double seconds) => Cell(seconds) > lastCell;

    /// <summary>Takes in a frame and lets go of what has become too old for its place.</summary>
    public void Add(VideoFrame frame)
    {
        lastCell = Cell(frame.Seconds);
        var number = lastCell / VideoOptions.FrameFactor;
        if (pairs is [.., { Second: null } last] && last.Number == number)
        {
            pairs[^1] = last with { Second = frame };
            return;
        }

        pairs.Add(new FramePair(number, frame, null));
        pairs.RemoveAll(pair => pair.Number > 0 && (number - pair.Number) >> BitOperations.TrailingZeroCount(pair.Number) > densePairs);
    }

    private long Cell(double seconds) => (long)Math.Floor(seconds * fps + 1e-6);
}
