using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Pictures;

/// <summary>Loads a picture, however a caller or another model hands it over.</summary>
/// <param name="options">Limits, folders and fetcher.</param>
/// <param name="setting">How the caller came to set the options, for messages.</param>
internal sealed class PictureSource(QwenPictureOptions options, string setting)
{
    /// <summary>What a function says of its picture parameter.</summary>
    public const string Description = "The picture: a data URI, the path of a file in an allowed folder, or the content itself.";

    private readonly MediaResolver resolver = new(
        "picture",
        "image/png",
        options.AllowedFolders,
        $"{setting}.{nameof(QwenPictureOptions.AllowedFolders)}",
        options.MediaFetcher,
        $"{setting}.{nameof(QwenPictureOptions.MediaFetcher)}");

    /// <summary>Reads the file, where the picture lies in one.</summary>
    /// <exception cref="QwenException">It is no picture, or lies where nothing may be read.</exception>
    public async ValueTask<LoadedPicture> LoadAsync(MediaSource? picture, CancellationToken cancellationToken)
    {
        using var media = await resolver.ResolveAsync(picture, cancellationToken).ConfigureAwait(false);
        if (media.Video is not null)
            throw new QwenException("This is an open video: read the frames that are meant, and give each as a picture.");
        return media.Picture is { } pixels
            ? new LoadedPicture(default, pixels)
            : new LoadedPicture(
                await media.ReadAllAsync(options.Limits.MaxBytes, "ImageLimits.MaxBytes", cancellationToken).ConfigureAwait(false), null);
    }
}
