using Microsoft.Extensions.AI;

namespace Qwen.Cli.Chat;

/// <summary>How pictures and videos are prepared, where the person says something; names as in qwen-vl-utils.</summary>
internal sealed record MediaHints
{
    /// <summary>Frames to take from each second of video.</summary>
    public double? Fps { get; init; }

    /// <summary>Most frames to take.</summary>
    public int? MaxFrames { get; init; }

    /// <summary>Second of the video to start at.</summary>
    public double? Start { get; init; }

    /// <summary>Second of the video to end at.</summary>
    public double? End { get; init; }

    /// <summary>Smallest area, in pixels, that a picture or frame is brought to.</summary>
    public int? MinPixels { get; init; }

    /// <summary>Largest area, in pixels, that a picture or frame is brought to.</summary>
    public int? MaxPixels { get; init; }

    /// <summary>The hints as a message part carries them; null when there are none.</summary>
    public AdditionalPropertiesDictionary? ToProperties()
    {
        var properties = new AdditionalPropertiesDictionary();
        Add("fps", Fps);
        Add("max_frames", MaxFrames);
        Add("video_start", Start);
        Add("video_end", End);
        Add("min_pixels", MinPixels);
        Add("max_pixels", MaxPixels);
        return properties.Count > 0 ? properties : null;

        void Add<T>(string name, T? value)
            where T : struct
        {
            if (value is { } given)
                properties[name] = given;
        }
    }
}
