using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Pictures;

/// <summary>Gets the bytes of a picture, however a caller or another model hands it over.</summary>
internal sealed class PictureSource(QwenPictureOptions options)
{
    /// <summary>What a function says of its picture parameter.</summary>
    public const string Description = "The picture: a data URI, the path of a file in an allowed folder, or the content itself.";

    private readonly MediaSource source = new(
        "picture", "image/png", nameof(QwenPictureOptions), options.AllowedFolders, options.MediaFetcher);

    /// <summary>The bytes of the picture file.</summary>
    /// <exception cref="QwenException">It is no picture, or lies where nothing may be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(object? picture, CancellationToken cancellationToken)
    {
        var (bytes, file) = await source.FindAsync(picture, cancellationToken).ConfigureAwait(false);
        using (file)
        {
            return file is null
                ? bytes
                : await file.ReadAllAsync(options.Limits.MaxBytes, "ImageLimits.MaxBytes", cancellationToken).ConfigureAwait(false);
        }
    }
}
