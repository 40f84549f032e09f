using System.Text.Json;

namespace Qwen.Server.OpenAI;

/// <summary>Fields beside the form's own that say how pictures and videos are sampled and resized.</summary>
internal static class MediaHintNames
{
    public static IReadOnlyList<string> All { get; } =
    [
        "min_pixels", "max_pixels", "resized_width", "resized_height", "fps", "nframes", "min_frames", "max_frames", "total_pixels",
        "video_start", "video_end",
    ];

    /// <summary>Refuses a hint that is no number by its name; what the numbers may be the client says.</summary>
    public static void Check(JsonElement json, string? path = null)
    {
        foreach (var name in All)
            _ = json.GetNumber(name, 0, double.MaxValue, path);
    }
}
