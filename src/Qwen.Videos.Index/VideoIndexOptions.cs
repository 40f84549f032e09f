using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Index;

/// <summary>How videos are indexed and searched.</summary>
public sealed record VideoIndexOptions
{
    /// <summary>Seconds of a segment (10 unless set): a search is as exact as that.</summary>
    public double SegmentSeconds { get; init; } = 10;

    /// <summary>How segments are sampled and asked about: one frame a second and about 2000 tokens a segment unless set.</summary>
    public QwenVideoOptions Video { get; init; } = new()
    {
        Fps = 1,
        TotalPixels = 2048 * 28 * 28,
        Limits = new VideoLimits { MaxBytes = 1L << 40, MaxSeconds = 24 * 3600, MaxSourceFrames = 10_000_000 },
    };

    /// <summary>
    /// How many segments are worked on at the same time. Null for four where the index's client runs a local model that takes requests
    /// together (<see cref="VisionLanguage.QwenModel.SharesPasses"/>), and for one elsewhere and where <see cref="Work"/> is set.
    /// </summary>
    public int? AtOnce { get; init; }

    /// <summary>How often a segment is tried before indexing stops.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>
    /// Does the work on a segment; null for a <see cref="VideoWindowWorker"/> over the index's client. Set it to send windows to other
    /// machines.
    /// </summary>
    public Func<VideoWindow, CancellationToken, Task<VideoWindowResult>>? Work { get; init; }

    /// <summary>Least cosine similarity, −1 to 1, at which a segment counts as found by its meaning (0.3 unless set).</summary>
    public float MinSimilarity { get; init; } = 0.3f;
}
