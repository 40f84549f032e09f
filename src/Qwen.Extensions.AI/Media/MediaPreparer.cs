using Microsoft.Extensions.AI;
using Qwen.Shared.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>Turns picture and video content, wherever it lies, into what the encoder reads. Safe for concurrent use.</summary>
internal sealed class MediaPreparer(PreprocessorConfig preprocessor, VisionConfig vision, QwenChatClientOptions options)
{
    private const long MaxRendered = 64L << 20;

    private readonly RenderedPages rendered = new(MaxRendered);
    private readonly MediaResolver resolver = new(
        "picture or video",
        "image/png",
        options.AllowedFolders,
        $"{nameof(QwenChatClientOptions)}.{nameof(QwenChatClientOptions.AllowedFolders)}",
        options.MediaFetcher,
        $"{nameof(QwenChatClientOptions)}.{nameof(QwenChatClientOptions.MediaFetcher)}");

    /// <summary>Prepares bytes.</summary>
    /// <param name="content">A picture, a video, or a file of text.</param>
    /// <param name="requestHints">Hints of the whole request; those of the part win.</param>
    /// <param name="place">Where the part stands.</param>
    /// <param name="cancellationToken">Stops the reading of a video.</param>
    public Task<IReadOnlyList<ChatPart>> PrepareAsync(
        DataContent content, MediaHints requestHints, PartPlace place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        return PrepareAsync(content, content.Name, hints, place, cancellationToken);
    }

    /// <summary>Prepares what an address names: a data URI, an allowed file, or what the host's fetcher brings.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, PartPlace, CancellationToken)"/>
    public async Task<IReadOnlyList<ChatPart>> PrepareAsync(
        UriContent content, MediaHints requestHints, PartPlace place, CancellationToken cancellationToken)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints);
        var name = content.Uri.IsAbsoluteUri && content.Uri.Scheme != "data" ? Uri.UnescapeDataString(content.Uri.Segments[^1]) : null;
        try
        {
            return await PrepareAsync(content, name, hints, place, cancellationToken).ConfigureAwait(false);
        }
        catch (QwenException) when (place.IsPast && name is not null)
        {
            return [new TextPart($"[{content.MediaType} at {content.Uri}, which is not shown here]")];
        }
    }

    /// <summary>Prepares frames that a caller sampled.</summary>
    /// <inheritdoc cref="PrepareAsync(DataContent, MediaHints, PartPlace, CancellationToken)"/>
    public PreparedVision Prepare(QwenVideoContent content, MediaHints requestHints)
    {
        var hints = MediaHints.Read(content.AdditionalProperties, requestHints) with { Fps = content.FramesPerSecond, FrameCount = null };
        return VideoPreparer.PrepareFrames(content.Frames, preprocessor, vision, hints.Apply(options.Video));
    }

    private async Task<IReadOnlyList<ChatPart>> PrepareAsync(
        MediaSource source, string? name, MediaHints hints, PartPlace place, CancellationToken cancellationToken)
    {
        try
        {
            using var media = await resolver.ResolveAsync(source, cancellationToken).ConfigureAwait(false);
            return await ReadAsync(media, name, hints, place, cancellationToken).ConfigureAwait(false);
        }
        catch (QwenException error)
        {
            // of several parts, which one
            var named = string.IsNullOrEmpty(name) || error.Message.Contains(name, StringComparison.Ordinal) ? "" : $" ('{name}')";
            throw new QwenException($"{place}{named}: {error.Message}", error);
        }
    }

    private async Task<IReadOnlyList<ChatPart>> ReadAsync(
        ResolvedMedia media, string? name, MediaHints hints, PartPlace place, CancellationToken cancellationToken)
    {
        var header = media.File is { } start
            ? start.ReadStart(MediaSniffer.HeaderLength)
            : media.Bytes[..Math.Min(media.Bytes.Length, MediaSniffer.HeaderLength)];
        var type = media.MediaType ?? "";
        switch (Judge(header.Span, type, name))
        {
            case MediaKind.Video:
                var video = hints.Apply(options.Video);
                return [new MediaPart(media.File is { } opened
                    ? await VideoPreparer.PrepareAsync(opened, preprocessor, vision, video, null, cancellationToken).ConfigureAwait(false)
                    : await VideoPreparer.PrepareAsync(media.Bytes, preprocessor, vision, video, null, cancellationToken)
                        .ConfigureAwait(false))];

            case MediaKind.Image:
                var image = hints.Apply(options.Image);
                var bytes = await media.ReadAllAsync(image.Limits.MaxBytes, "ImageLimits.MaxBytes", cancellationToken)
                    .ConfigureAwait(false);
                return ImageDecoder.CountPages(bytes) is var count and > 1
                    ? await DecodePagesAsync(bytes, count, image, cancellationToken).ConfigureAwait(false)
                    : [new MediaPart(await PreparePictureAsync(bytes, image, cancellationToken).ConfigureAwait(false))];

            case MediaKind.Text:
                var text = await media.ReadAllAsync(TextFile.MaxBytes, "what is read of a text", cancellationToken).ConfigureAwait(false);
                return [new TextPart(Introduce(TextFile.Read(text.Span, type), name, place))];

            case MediaKind.Pdf:
                var file = await media.ReadAllAsync(options.Pdf.MaxBytes, "PdfOptions.MaxBytes", cancellationToken).ConfigureAwait(false);
                return await RenderAsync(file, hints.Apply(options.Image), cancellationToken).ConfigureAwait(false);

            case var _ when place.IsPast:
                return [new TextPart($"[{(string.IsNullOrEmpty(name) ? type : $"{type} '{name}'")}, which is not shown here]")];

            case MediaKind.Audio:
                throw new QwenException($"This is sound ({type}): this model reads text, pictures, videos and PDF files.");

            default:
                throw new QwenException(
                    $"This ({type}) is neither a picture nor a video nor text: this model reads text, pictures, videos and PDF files.");
        }
    }

    private async Task<IReadOnlyList<ChatPart>> RenderAsync(
        ReadOnlyMemory<byte> file, ImageOptions image, CancellationToken cancellationToken)
    {
        var pages = await rendered.GetAsync(file, RenderAllAsync).ConfigureAwait(false);
        List<ChatPart> parts = [];
        foreach (var page in pages)
            parts.Add(new MediaPart(await PreparePictureAsync(page, image, cancellationToken).ConfigureAwait(false)));
        return parts;

        async Task<IReadOnlyList<byte[]>> RenderAllAsync()
        {
            List<byte[]> all = [];
            await foreach (var page in PdfPages.RenderAsync(
                file, options.MaxPdfPages, options.Pdf, cancellationToken).ConfigureAwait(false))
                all.Add(page);
            return all;
        }
    }

    // a TIFF file of several pages is a document as a PDF file is
    private async Task<IReadOnlyList<ChatPart>> DecodePagesAsync(
        ReadOnlyMemory<byte> file, int count, ImageOptions image, CancellationToken cancellationToken)
    {
        if (count > options.MaxPdfPages)
            throw new QwenException(
                $"The TIFF file has {count} pages, more than the {options.MaxPdfPages} that are taken at once: send those that matter.");
        List<ChatPart> pages = [];
        for (var page = 1; page <= count; page++)
        {
            var number = page;
            var prepared = await Task.Run(
                () => ImagePreparer.Prepare(
                    ImageDecoder.DecodePage(file, number, image.Limits, cancellationToken), preprocessor, vision, image),
                cancellationToken).WaitAsync(cancellationToken).ConfigureAwait(false);
            pages.Add(new MediaPart(prepared));
        }

        return pages;
    }

    // decoding ends soon after it is cancelled; whoever cancels does not wait for that
    private Task<PreparedVision> PreparePictureAsync(ReadOnlyMemory<byte> file, ImageOptions image, CancellationToken cancellationToken) =>
        Task.Run(() => ImagePreparer.Prepare(file, preprocessor, vision, image, cancellationToken), cancellationToken)
            .WaitAsync(cancellationToken);

    // the bytes decide; what is declared only where they say nothing, so that a decoder can tell what is wrong with them
    private static MediaKind Judge(ReadOnlySpan<byte> header, string mediaType, string? name)
    {
        // a text may begin with letters that are a signature elsewhere; what really is such a file holds bytes that no text has
        var isText = TextFile.IsDeclared(mediaType, name);
        var kind = MediaSniffer.Detect(header);
        if (isText && !header.StartsWith("%PDF-"u8) && (kind == MediaKind.Unknown || !header.ContainsAnyInRange((byte)0, (byte)8)))
            return MediaKind.Text;
        if (kind != MediaKind.Unknown)
            return kind;
        if (mediaType.StartsWith("video/", StringComparison.OrdinalIgnoreCase))
            return MediaKind.Video;
        if (mediaType.StartsWith("image/", StringComparison.OrdinalIgnoreCase))
            return MediaKind.Image;
        if (mediaType.StartsWith("audio/", StringComparison.OrdinalIgnoreCase))
            return MediaKind.Audio;
        return MediaKind.Unknown;
    }

    // a file has a name, and a line of its own
    private static string Introduce(string text, string? name, PartPlace place)
    {
        var start = place.IsFirst ? "" : "\n";
        return string.IsNullOrEmpty(name) ? $"{start}{text}" : $"{start}File '{name}':\n{text}\n";
    }
}
