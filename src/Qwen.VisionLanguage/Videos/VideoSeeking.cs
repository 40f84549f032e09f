namespace Qwen.VisionLanguage.Videos;

/// <summary>How a container finds a frame.</summary>
internal enum VideoSeeking
{
    /// <summary>Not at all: every picture builds on the one before it.</summary>
    None,

    /// <summary>By the time of decoding, or by guessing.</summary>
    ByDecoding,

    /// <summary>By an index of the times at which frames are shown.</summary>
    ByTime,
}
