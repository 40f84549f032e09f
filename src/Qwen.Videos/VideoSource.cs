using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos;

/// <summary>Opens a video, however a caller or another model hands it over.</summary>
internal sealed class VideoSource(QwenVideoOptions options)
{
    /// <summary>What a function says of its video parameter.</summary>
    public const string Description = "The video: the path of a file in an allowed folder, a data URI, or the content itself.";

    private readonly MediaResolver resolver = new(
        "video",
        "video/mp4",
        options.AllowedFolders,
        $"{nameof(QwenVideoOptions)}.{nameof(QwenVideoOptions.AllowedFolders)}",
        options.MediaFetcher,
        $"{nameof(QwenVideoOptions)}.{nameof(QwenVideoOptions.MediaFetcher)}");

    /// <summary>Looks into the video.</summary>
    /// <returns>The video for the time of a call; one that the caller opened stays open.</returns>
    /// <exception cref="VisionLanguage.QwenException">It is no video, or lies where nothing may be read.</exception>
    public async Task<VideoLease> OpenAsync(MediaSource? video, CancellationToken cancellationToken)
    {
        // its file, where it lies in one, goes to the open video
        var media = await resolver.ResolveAsync(video, cancellationToken).ConfigureAwait(false);
        if (media.Video is { } open)
            return new VideoLease(open, end: null);
        if (media.Picture is not null)
            throw new VisionLanguage.QwenException(
                "This is a picture, and a video is needed: give the bytes of a video file, or its path.");
        var settings = new VideoOptions { Limits = options.Limits, FfmpegPath = options.FfmpegPath };
        var opened = media.File is { } file
            ? await OpenVideo.OpenAsync(file, settings, cancellationToken).ConfigureAwait(false)
            : await OpenVideo.OpenAsync(media.Bytes, settings, cancellationToken).ConfigureAwait(false);
        return new VideoLease(opened, opened.Dispose);
    }
}
