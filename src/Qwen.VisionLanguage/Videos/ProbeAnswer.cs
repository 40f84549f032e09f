using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Videos;

/// <summary>What ffprobe writes about a file. Everything may be missing.</summary>
internal sealed record ProbeAnswer
{
    [JsonPropertyName("streams")]
    public IReadOnlyList<Track?>? Tracks { get; init; }

    [JsonPropertyName("format")]
    public Container? Format { get; init; }

    /// <summary>A track of pictures.</summary>
    internal sealed record Track
    {
        [JsonPropertyName("width")]
        public int Width { get; init; }

        [JsonPropertyName("height")]
        public int Height { get; init; }

        /// <summary>A fraction such as 30000/1001.</summary>
        [JsonPropertyName("avg_frame_rate")]
        public string? FrameRate { get; init; }

        [JsonPropertyName("duration")]
        public string? Duration { get; init; }

        [JsonPropertyName("side_data_list")]
        public IReadOnlyList<SideData?>? SideDataList { get; init; }
    }

    /// <summary>What comes with a track.</summary>
    internal sealed record SideData
    {
        /// <summary>Degrees by which the pictures are turned.</summary>
        [JsonPropertyName("rotation")]
        public double? Rotation { get; init; }
    }

    /// <summary>The file as a whole.</summary>
    internal sealed record Container
    {
        [JsonPropertyName("format_name")]
        public string? Names { get; init; }

        [JsonPropertyName("start_time")]
        public string? StartTime { get; init; }

        [JsonPropertyName("duration")]
        public string? Duration { get; init; }
    }
}
