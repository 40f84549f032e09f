using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>A medium that was found: exactly one of bytes, an open file, decoded pixels and an open video.</summary>
public sealed class ResolvedMedia : IDisposable
{
    internal ResolvedMedia(ReadOnlyMemory<byte> bytes, string? mediaType) => (Bytes, MediaType) = (bytes, mediaType);

    internal ResolvedMedia(SourceFile file, string? mediaType) => (File, MediaType) = (file, mediaType);

    internal ResolvedMedia(RgbImage picture) => Picture = picture;

    internal ResolvedMedia(OpenVideo video) => Video = video;

    /// <summary>The bytes of a file; empty where it is given otherwise.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The open file, closed with this object unless it is handed on; null where the medium lies in no file.</summary>
    public SourceFile? File { get; }

    /// <summary>A decoded picture; null where it is given otherwise.</summary>
    public RgbImage? Picture { get; }

    /// <summary>A video that the caller opened, and closes; null where it is given otherwise.</summary>
    public OpenVideo? Video { get; }

    /// <summary>The declared media type, a hint at most; null where none was declared.</summary>
    internal string? MediaType { get; }

    /// <summary>The bytes of the file, read where they are not in memory.</summary>
    /// <param name="maxBytes">Most bytes that a file may have.</param>
    /// <param name="setting">What sets that limit, for the message.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="QwenException">The file is larger, or cannot be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(long maxBytes, string setting, CancellationToken cancellationToken) =>
        File is null ? Bytes : await File.ReadAllAsync(maxBytes, setting, cancellationToken).ConfigureAwait(false);

    /// <summary>Closes the file.</summary>
    public void Dispose() => File?.Dispose();
}
