namespace Qwen.Videos;

/// <summary>How a video is searched: a coarse pass over overlapping windows, then a closer look at every candidate.</summary>
public sealed record VideoSearchOptions
{
    /// <summary>
    /// Tokens that the frames of the coarse pass may take (120,000 unless set): the rate falls with the length of the video, from
    /// 2 frames a second, so that every frame keeps <see cref="FrameTokens"/>.
    /// </summary>
    public int TokenBudget { get; init; } = 120_000;

    /// <summary>Tokens of a frame in the coarse pass (32 unless set; two frames share 64).</summary>
    public int FrameTokens { get; init; } = 32;

    /// <summary>Frames a second of the coarse pass; null for what the budget gives.</summary>
    public double? CoarseFps { get; init; }

    /// <summary>Frames of a window (64 unless set).</summary>
    public int WindowFrames { get; init; } = 64;

    /// <summary>
    /// Frames that two neighbouring windows share (16 unless set): an event at the edge of one is seen whole in the other.
    /// </summary>
    public int OverlapFrames { get; init; } = 16;

    /// <summary>Frames a second of the closer look (4 unless set), fewer for an event that does not fit into four windows.</summary>
    public double FineFps { get; init; } = 4;

    /// <summary>Whether there is a closer look; without it times are as exact as the coarse pass.</summary>
    public bool Refine { get; init; } = true;

    /// <summary>Which second question has to confirm every hit; a no drops it.</summary>
    public VideoVerification Verify { get; init; } = VideoVerification.Frames;

    /// <summary>
    /// Area in pixels at which a key frame is seen that has to confirm a hit: at least so much (512 tokens' worth unless set), at most
    /// twice.
    /// </summary>
    public int KeyFramePixels { get; init; } = 512 * 28 * 28;

    /// <summary>
    /// Hits whose times were answered with less confidence than this are dropped, where the client tells it (0 unless set).
    /// </summary>
    public double MinConfidence { get; init; }
}
