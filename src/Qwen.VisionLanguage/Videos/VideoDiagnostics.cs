using System.Diagnostics.Metrics;

namespace Qwen.VisionLanguage.Videos;

/// <summary>How much of a video is decoded for what is used of it.</summary>
internal static class VideoDiagnostics
{
    /// <summary>Frames that ffmpeg decoded.</summary>
    public static Counter<long> DecodedFrames { get; } =
        QwenDiagnostics.Meter.CreateCounter<long>("qwen.video.decoded_frames", "{frame}", "Frames of videos that were decoded.");

    /// <summary>Frames that were sampled out of those.</summary>
    public static Counter<long> SampledFrames { get; } =
        QwenDiagnostics.Meter.CreateCounter<long>("qwen.video.sampled_frames", "{frame}", "Frames of videos that were sampled.");
}
