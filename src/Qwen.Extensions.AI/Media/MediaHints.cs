using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Mapping;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>How a medium is to be sampled and resized, under the names of qwen-vl-utils.</summary>
internal sealed record MediaHints
{
    /// <summary>Says nothing.</summary>
    public static MediaHints None { get; } = new();

    public int? MinPixels { get; init; }

    public int? MaxPixels { get; init; }

    public int? ResizedWidth { get; init; }

    public int? ResizedHeight { get; init; }

    public double? Fps { get; init; }

    public int? FrameCount { get; init; }

    public int? MinFrames { get; init; }

    public int? MaxFrames { get; init; }

    public long? TotalPixels { get; init; }

    public double? VideoStart { get; init; }

    public double? VideoEnd { get; init; }

    /// <summary>
    /// Reads the hints of a part; what it does not say is taken from <paramref name="fallback"/>. Other keys are ignored.
    /// </summary>
    /// <exception cref="QwenException">A hint is not a number or out of range.</exception>
    public static MediaHints Read(AdditionalPropertiesDictionary? properties, MediaHints fallback)
    {
        if (properties is null || properties.Count == 0)
            return fallback;

        var fps = properties.GetNumber("fps", minimum: 0.001);
        var frameCount = (int?)properties.GetWhole("nframes", 1);
        if (fps is not null && frameCount is not null)
            throw new QwenException("'fps' and 'nframes' exclude each other: give one of them.");
        var hints = new MediaHints
        {
            MinPixels = (int?)properties.GetWhole("min_pixels", 1) ?? fallback.MinPixels,
            MaxPixels = (int?)properties.GetWhole("max_pixels", 1) ?? fallback.MaxPixels,
            ResizedWidth = (int?)properties.GetWhole("resized_width", 1) ?? fallback.ResizedWidth,
            ResizedHeight = (int?)properties.GetWhole("resized_height", 1) ?? fallback.ResizedHeight,
            Fps = frameCount is null ? fps ?? fallback.Fps : null,
            FrameCount = fps is null ? frameCount ?? fallback.FrameCount : null,
            MinFrames = (int?)properties.GetWhole("min_frames", 1) ?? fallback.MinFrames,
            MaxFrames = (int?)properties.GetWhole("max_frames", 1) ?? fallback.MaxFrames,
            TotalPixels = properties.GetWhole("total_pixels", 1, 1L << 52) ?? fallback.TotalPixels,
            VideoStart = properties.GetNumber("video_start", 0) ?? fallback.VideoStart,
            VideoEnd = properties.GetNumber("video_end", 0) ?? fallback.VideoEnd,
        };
        if (hints.MinPixels > hints.MaxPixels)
            throw new QwenException($"'min_pixels' ({hints.MinPixels}) is larger than 'max_pixels' ({hints.MaxPixels}).");
        if (hints.ResizedWidth is null != hints.ResizedHeight is null)
            throw new QwenException("'resized_width' and 'resized_height' belong together: give both or none.");
        return hints;
    }

    /// <summary>The host's options for pictures with these hints on top.</summary>
    public ImageOptions Apply(ImageOptions options) => options with
    {
        MinPixels = MinPixels ?? options.MinPixels,
        MaxPixels = MaxPixels ?? options.MaxPixels,
        ResizedWidth = ResizedWidth ?? options.ResizedWidth,
        ResizedHeight = ResizedHeight ?? options.ResizedHeight,
    };

    /// <summary>The host's options for videos with these hints on top.</summary>
    public VideoOptions Apply(VideoOptions options) => options with
    {
        Fps = FrameCount is null ? Fps ?? options.Fps : null,
        FrameCount = Fps is null ? FrameCount ?? options.FrameCount : null,
        MinFrames = MinFrames ?? options.MinFrames,
        MaxFrames = MaxFrames ?? options.MaxFrames,
        Start = VideoStart ?? options.Start,
        End = VideoEnd ?? options.End,
        MinPixels = MinPixels ?? options.MinPixels,
        MaxPixels = MaxPixels ?? options.MaxPixels,
        TotalPixels = TotalPixels ?? options.TotalPixels,
        ResizedWidth = ResizedWidth ?? options.ResizedWidth,
        ResizedHeight = ResizedHeight ?? options.ResizedHeight,
    };
}
