using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>Turns picture and video content, wherever it lies, into what the encoder reads. Safe for concurrent use.</summary>
internal sealed class MediaPreparer(PreprocessorConfig preprocessor, VisionConfig vision, QwenChatClientOptions options)
{
    private readonly AllowedFolders folders = new(options.AllowedFolders);

    /// <summary>Prepares bytes.</summary>
    /// <param name="content">A picture or a video.</param>
    /// <param name="requestHints">Hints of the whole request; those of the part win.</param>
    /// <param name="place">Where the part stands, for messages.</param>
    /// <param name="cancellationToken">Stops the reading of a video.</param>
    public async Task<PreparedVision> PrepareAsync(
        DataContent content, MediaHints requestHints, string place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        var header = content.Data.Span[..Math.Min(content.Data.Length, MediaSniffer.HeaderLength)];
        var name = content.Name is { Length: > 0 } given ? $"{content.MediaType} '{given}'" : content.MediaType;
        if (!IsVideo(MediaSniffer.Detect(header), content.MediaType, name, place))
            return await PreparePictureAsync(content.Data, hints.Apply(options.Image), cancellationToken).ConfigureAwait(false);
        var video = hints.Apply(options.Video);
        return await VideoPreparer.PrepareAsync(content.Data, preprocessor, vision, video, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Prepares what an address names: a data URI, an allowed file, or what the host's fetcher brings.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, string, CancellationToken)"/>
    public async Task<PreparedVision> PrepareAsync(
        UriContent content, MediaHints requestHints, string place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        switch (content.Uri.Scheme)
        {
            case "data":
                var data = new DataContent(content.Uri.OriginalString);
                return await PrepareAsync(data, hints, place, cancellationToken).ConfigureAwait(false);

            case "file":
                return await PrepareFileAsync(content, hints, place, cancellationToken).ConfigureAwait(false);

            case "http" or "https":
                if (options.MediaFetcher is not { } fetcher)
                {
                    throw new QwenException(
                        $"{place} is the network address '{content.Uri}', and nothing is fetched from the network unless the host " +
                        "sets QwenChatClientOptions.MediaFetcher. Send the bytes as DataContent, or register a fetcher.");
                }

                var fetched = await fetcher.FetchAsync(content.Uri, cancellationToken).ConfigureAwait(false);
                return await PrepareAsync(fetched, hints, place, cancellationToken).ConfigureAwait(false);

            default:
                throw new QwenException(
                    $"{place} has the address '{content.Uri}': only data, file, http and https addresses can be read.");
        }
    }

    /// <summary>Prepares frames that a caller sampled.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, string, CancellationToken)"/>
    public PreparedVision Prepare(QwenVideoContent content, MediaHints requestHints)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints) with { Fps = content.FramesPerSecond, FrameCount = null };
        return VideoPreparer.PrepareFrames(content.Frames, preprocessor, vision, hints.Apply(options.Video));
    }

    private async Task<PreparedVision> PrepareFileAsync(
        UriContent content, MediaHints hints, string place, CancellationToken cancellationToken)
    {
        using var file = folders.Open(content.Uri);
        var kind = MediaSniffer.Detect(file.ReadStart(MediaSniffer.HeaderLength));
        if (IsVideo(kind, content.MediaType, $"'{content.Uri}'", place))
        {
            var video = hints.Apply(options.Video);
            return await VideoPreparer.PrepareAsync(file, preprocessor, vision, video, null, cancellationToken).ConfigureAwait(false);
        }

        var image = hints.Apply(options.Image);
        var bytes = await file.ReadAllAsync(image.Limits.MaxBytes, "ImageLimits.MaxBytes", cancellationToken).ConfigureAwait(false);
        return await PreparePictureAsync(bytes, image, cancellationToken).ConfigureAwait(false);
    }

    // decoding ends soon after it is cancelled; whoever cancels does not wait for that
    private Task<PreparedVision> PreparePictureAsync(ReadOnlyMemory<byte> file, ImageOptions image, CancellationToken cancellationToken) =>
        Task.Run(() => ImagePreparer.Prepare(file, preprocessor, vision, image, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken);

    // the bytes decide; the declared type only where they say nothing, so that a decoder can tell what is wrong with them
    private static bool IsVideo(MediaKind kind, string mediaType, string name, string place) => kind switch
    {
        MediaKind.Image => false,
        MediaKind.Video => true,
        MediaKind.Audio => throw new QwenException($"{place} is sound ({name}): this model reads text, pictures and videos."),
        MediaKind.Pdf => throw new QwenException($"{place} is a PDF document ({name}): send its pages as pictures."),
        _ when mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase) => true,
        _ when mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase) => false,
        _ => throw new QwenException($"{place} ({name}) is neither a picture nor a video: this model reads text, pictures and videos."),
    };
}
