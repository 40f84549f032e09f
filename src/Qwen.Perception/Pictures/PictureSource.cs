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
        if (file is null)
            return bytes;
        if (file.Length > options.Limits.MaxBytes)
            throw new QwenException(
                $"'{file.FullName}' has {file.Length} bytes, more than the limit of {options.Limits.MaxBytes}. Make it smaller.");
        try
        {
            return await File.ReadAllBytesAsync(file.FullName, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"'{file.FullName}' cannot be read: {error.Message}", error);
        }
    }
}
