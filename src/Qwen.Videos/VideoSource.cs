using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>Opens a video, however a caller or another model hands it over.</summary>
internal sealed class VideoSource(QwenVideoOptions options)
{
    /// <summary>What a function says of its video parameter.</summary>
    public const string Description = "The video: the path of a file in an allowed folder, a data URI, or the content itself.";

    private readonly MediaSource source = new(
        "video", "video/mp4", nameof(QwenVideoOptions), options.AllowedFolders, options.MediaFetcher);

    /// <summary>Looks into the video.</summary>
    /// <returns>The video for the time of a call; one that the caller opened stays open.</returns>
    /// <exception cref="VisionLanguage.QwenException">It is no video, or lies where nothing may be read.</exception>
    public async Task<VideoLease> OpenAsync(object? video, CancellationToken cancellationToken)
    {
        if (video is OpenVideo open)
            return new VideoLease(open, isOwned: false);
        var (bytes, file) = await source.FindAsync(video, cancellationToken).ConfigureAwait(false);
        var settings = new VideoOptions { Limits = options.Limits, FfmpegPath = options.FfmpegPath };
        return new VideoLease(
            file is null
                ? await OpenVideo.OpenAsync(bytes, settings, cancellationToken).ConfigureAwait(false)
                : await OpenVideo.OpenAsync(file, settings, cancellationToken).ConfigureAwait(false),
            isOwned: true);
    }
}
