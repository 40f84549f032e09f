using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>How tasks over videos sample and ask.</summary>
public sealed record QwenVideoOptions
{
    /// <summary>Frames a second; null for 2, or fewer where the video is too long for <see cref="MaxFrames"/>.</summary>
    public double? Fps { get; init; }

    /// <summary>Most frames of one question (768 unless set).</summary>
    public int MaxFrames { get; init; } = 768;

    /// <summary>Smallest area of a frame in pixels (16 tokens' worth unless set).</summary>
    public int MinPixels { get; init; } = 16 * 28 * 28;

    /// <summary>Largest area of a frame in pixels; null for what <see cref="TotalPixels"/> gives.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>
    /// Budget of one question in pixels. Two frames share a token for each 28 × 28 of them: 20480 × 784 unless set, about 20,000
    /// tokens. Less is faster; above 24,000 tokens times get worse.
    /// </summary>
    public long TotalPixels { get; init; } = 20480L * 28 * 28;

    /// <summary>How frames are handed to the client.</summary>
    public VideoForm Form { get; init; } = VideoForm.Auto;

    /// <summary>Windows of a long video that are asked about at the same time. Null for four where the model is local and runs requests
    /// together (<see cref="VisionLanguage.QwenModel.SharesPasses"/>), and for one elsewhere.</summary>
    public int? WindowsAtOnce { get; init; }

    /// <summary>The system message.</summary>
    public string SystemText { get; init; } = "You are a helpful assistant.";

    /// <summary>Most tokens of an answer.</summary>
    public int MaxOutputTokens { get; init; } = 2048;

    /// <summary>Most events, texts or points in a result; what goes beyond is left out and said so.</summary>
    public int MaxItems { get; init; } = 1000;

    /// <summary>The questions, where a model was taught others.</summary>
    public VideoPrompts Prompts { get; init; } = new();

    /// <summary>How a moment is searched for where a call does not say.</summary>
    public VideoSearchOptions Search { get; init; } = new();

    /// <summary>Told before every question of a call that asks several, with the time left where that is known. Null for nobody.</summary>
    public IProgress<VideoProgress>? Progress { get; init; }

    /// <summary>What a video file may cost.</summary>
    public VideoLimits Limits { get; init; } = VideoLimits.Default;

    /// <summary>Where ffmpeg is; null for the search path, as for <see cref="VideoOptions.FfmpegPath"/>.</summary>
    public string? FfmpegPath { get; init; }

    /// <summary>Folders whose videos may be named by path or <c>file:</c> address, subfolders included. Empty: none.</summary>
    public IReadOnlyList<string> AllowedFolders { get; init; } = [];

    /// <summary>Gets videos from <c>http</c> and <c>https</c> addresses; null: such addresses are refused.</summary>
    public IMediaFetcher? MediaFetcher { get; init; }
}
