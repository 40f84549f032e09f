using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.DependencyInjection;

/// <summary>Finds sizes and limits of media that no picture and no video can meet.</summary>
internal static class ClientOptionsCheck
{
    /// <summary>Adds a sentence for each.</summary>
    public static void Check(QwenChatClientOptions client, List<string> failures)
    {
        CheckSize("Client.Image", client.Image.MinPixels, client.Image.MaxPixels, failures);
        CheckResize("Client.Image", client.Image.ResizedWidth, client.Image.ResizedHeight, failures);
        CheckSize("Client.Video", client.Video.MinPixels, client.Video.MaxPixels, failures);
        CheckResize("Client.Video", client.Video.ResizedWidth, client.Video.ResizedHeight, failures);
        Check(client.Image.Limits, failures);
        Check(client.Video, failures);
        Require("Client.MaxPdfPages", client.MaxPdfPages, failures);
        Require("Client.Pdf.Dpi", client.Pdf.Dpi, failures);
        Require("Client.Pdf.MaxPixels", client.Pdf.MaxPixels, failures);
        Require("Client.Pdf.MaxBytes", client.Pdf.MaxBytes, failures);
        Require("Client.Pdf.MaxMemory", client.Pdf.MaxMemory, failures);
        Require("Client.Pdf.MaxTime", client.Pdf.MaxTime.Ticks, failures, client.Pdf.MaxTime);
        Require("Client.Pdf.MaxProcessorTime", client.Pdf.MaxProcessorTime.Ticks, failures, client.Pdf.MaxProcessorTime);
    }

    private static void Check(ImageLimits limits, List<string> failures)
    {
        Require("Client.Image.Limits.MaxBytes", limits.MaxBytes, failures);
        Require("Client.Image.Limits.MaxPixels", limits.MaxPixels, failures);
        Require("Client.Image.Limits.MaxMemory", limits.MaxMemory, failures);
    }

    private static void Check(VideoOptions video, List<string> failures)
    {
        if (video.Fps is { } fps && !(fps > 0 && double.IsFinite(fps)))
            failures.Add($"Client.Video.Fps is {fps}: it must be above 0.");
        if (video.Fps is not null && video.FrameCount is not null)
            failures.Add("Client.Video sets both Fps and FrameCount: set one of them.");
        Require("Client.Video.FrameCount", video.FrameCount, failures);
        Require("Client.Video.MinFrames", video.MinFrames, failures);
        Require("Client.Video.TotalPixels", video.TotalPixels, failures);
        if (video.MaxFrames < video.MinFrames)
            failures.Add($"Client.Video.MaxFrames is {video.MaxFrames}, below MinFrames, {video.MinFrames}.");
        if (video.Start < 0)
            failures.Add($"Client.Video.Start is {video.Start}: it must not be negative.");
        if (video.End <= (video.Start ?? 0))
            failures.Add($"Client.Video.End is {video.End}: it must lie behind the start.");
        var limits = video.Limits;
        Require("Client.Video.Limits.MaxBytes", limits.MaxBytes, failures);
        Require("Client.Video.Limits.MaxSourceFrames", limits.MaxSourceFrames, failures);
        Require("Client.Video.Limits.MaxFramePixels", limits.MaxFramePixels, failures);
        Require("Client.Video.Limits.MaxMemory", limits.MaxMemory, failures);
        Require("Client.Video.Limits.MaxSampledFrames", limits.MaxSampledFrames, failures);
        Require("Client.Video.Limits.MaxReadingTime", limits.MaxReadingTime.Ticks, failures, limits.MaxReadingTime);
        Require("Client.Video.Limits.MaxProbingTime", limits.MaxProbingTime.Ticks, failures, limits.MaxProbingTime);
        Require("Client.Video.Limits.MaxIdleTime", limits.MaxIdleTime.Ticks, failures, limits.MaxIdleTime);
        if (!(limits.MaxSeconds > 0))
            failures.Add($"Client.Video.Limits.MaxSeconds is {limits.MaxSeconds}: it must be above 0.");
    }

    private static void CheckSize(string name, int? min, int? max, List<string> failures)
    {
        Require($"{name}.MinPixels", min, failures);
        Require($"{name}.MaxPixels", max, failures);
        if (max > 0 && max < min)
            failures.Add($"{name}.MaxPixels is {max}, below MinPixels, {min}.");
    }

    private static void CheckResize(string name, int? width, int? height, List<string> failures)
    {
        Require($"{name}.ResizedWidth", width, failures);
        Require($"{name}.ResizedHeight", height, failures);
        if (width is null != height is null)
            failures.Add($"{name} sets only one of ResizedWidth and ResizedHeight: set both or neither.");
    }

    private static void Require(string name, long? value, List<string> failures, object? shown = null)
    {
        if (value is < 1)
            failures.Add($"{name} is {shown ?? value}: it must be at least 1.");
    }
}
