using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>Turns picture and video content, wherever it lies, into what the encoder reads. Safe for concurrent use.</summary>
internal sealed class MediaPreparer(PreprocessorConfig preprocessor, VisionConfig vision, QwenChatClientOptions options)
{
    private readonly MediaResolver resolver = new(
        "picture or video",
        "image/png",
        options.AllowedFolders,
        $"{nameof(QwenChatClientOptions)}.{nameof(QwenChatClientOptions.AllowedFolders)}",
        options.MediaFetcher,
        $"{nameof(QwenChatClientOptions)}.{nameof(QwenChatClientOptions.MediaFetcher)}");

    /// <summary>Prepares bytes.</summary>
    /// <param name="content">A picture or a video.</param>
    /// <param name="requestHints">Hints of the whole request; those of the part win.</param>
    /// <param name="place">Where the part stands, for messages.</param>
    /// <param name="cancellationToken">Stops the reading of a video.</param>
    public Task<PreparedVision> PrepareAsync(
        DataContent content, MediaHints requestHints, string place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        var name = content.Name is { Length: > 0 } given ? $"{content.MediaType} '{given}'" : content.MediaType;
        return PrepareAsync(content, name, hints, place, cancellationToken);
    }

    /// <summary>Prepares what an address names: a data URI, an allowed file, or what the host's fetcher brings.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, string, CancellationToken)"/>
    public Task<PreparedVision> PrepareAsync(
        UriContent content, MediaHints requestHints, string place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        var name = content.Uri.Scheme == "data" ? null : $"'{content.Uri}'";
        return PrepareAsync(content, name, hints, place, cancellationToken);
    }

    /// <summary>Prepares frames that a caller sampled.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, string, CancellationToken)"/>
    public PreparedVision Prepare(QwenVideoContent content, MediaHints requestHints)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints) with { Fps = content.FramesPerSecond, FrameCount = null };
        return VideoPreparer.PrepareFrames(content.Frames, preprocessor, vision, hints.Apply(options.Video));
    }

    private async Task<PreparedVision> PrepareAsync(
        MediaSource source, string? name, MediaHints hints, string place, CancellationToken cancellationToken)
    {
        using var media = await ResolveAsync(source, place, cancellationToken).ConfigureAwait(false);
        var header = media.File is { } start
            ? start.ReadStart(MediaSniffer.HeaderLength)
            : media.Bytes[..Math.Min(media.Bytes.Length, MediaSniffer.HeaderLength)];
        if (IsVideo(MediaSniffer.Detect(header.Span), media.MediaType ?? "", name ?? media.MediaType ?? "", place))
        {
            var video = hints.Apply(options.Video);
            return media.File is { } file
                ? await VideoPreparer.PrepareAsync(file, preprocessor, vision, video, null, cancellationToken).ConfigureAwait(false)
                : await VideoPreparer.PrepareAsync(media.Bytes, preprocessor, vision, video, null, cancellationToken).ConfigureAwait(false);
        }

        var image = hints.Apply(options.Image);
        var bytes = await media.ReadAllAsync(image.Limits.MaxBytes, "ImageLimits.MaxBytes", cancellationToken).ConfigureAwait(false);
        return await PreparePictureAsync(bytes, image, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ResolvedMedia> ResolveAsync(MediaSource source, string place, CancellationToken cancellationToken)
    {
        try
        {
            return await resolver.ResolveAsync(source, cancellationToken).ConfigureAwait(false);
        }
        catch (QwenException error)
        {
            throw new QwenException($"{place}: {error.Message}", error);
        }
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
