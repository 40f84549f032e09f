using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Extensions.AI.Media;

/// <summary>
/// A picture or a video, however an application has it: the bytes of a file, content of Microsoft.Extensions.AI, decoded pixels, a data
/// URI, a path or an address. Each of them converts by itself where a task asks for a medium.
/// </summary>
/// <remarks>
/// Nothing is read or copied when one is made. A path or address names what the task's own options allow, and nothing else; buffers must
/// not be written to while a task runs. Can be used for any number of calls, also at the same time.
/// </remarks>
public sealed class MediaSource
{
    private const long DefaultMaxBytes = 256L << 20;

    private MediaSource(object value, string? mediaType = null) => (Value, MediaType) = (value, mediaType);

    /// <summary>
    /// A text, <see cref="Uri"/>, <see cref="ReadOnlyMemory{T}"/> of bytes, <see cref="RgbImage"/> or <see cref="OpenVideo"/>.
    /// </summary>
    internal object Value { get; }

    /// <summary>The declared media type, a hint at most; null where none was declared.</summary>
    internal string? MediaType { get; }

    /// <summary>The bytes of a file.</summary>
    [return: NotNullIfNotNull(nameof(file))]
    public static implicit operator MediaSource?(byte[]? file) => file is null ? null : new((ReadOnlyMemory<byte>)file);

    /// <summary>The bytes of a file.</summary>
    public static implicit operator MediaSource(ReadOnlyMemory<byte> file) => new(file);

    /// <summary>The bytes of a file.</summary>
    public static implicit operator MediaSource(Memory<byte> file) => new((ReadOnlyMemory<byte>)file);

    /// <summary>The path of a file, a data URI, or an address.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator MediaSource?(string? text) => text is null ? null : new(text);

    /// <summary>The address of a file of this machine or of the network, or a data URI.</summary>
    [return: NotNullIfNotNull(nameof(address))]
    public static implicit operator MediaSource?(Uri? address) => address is null ? null : new(address);

    /// <summary>Content in memory; its bytes say what it is, its media type only where they do not.</summary>
    [return: NotNullIfNotNull(nameof(content))]
    public static implicit operator MediaSource?(DataContent? content) => content is null ? null : new(content.Data, content.MediaType);

    /// <summary>Content at an address.</summary>
    [return: NotNullIfNotNull(nameof(content))]
    public static implicit operator MediaSource?(UriContent? content) => content is null ? null : new(content.Uri, content.MediaType);

    /// <summary>A decoded picture, of whatever library: its pixels are taken as they are.</summary>
    [return: NotNullIfNotNull(nameof(picture))]
    public static implicit operator MediaSource?(RgbImage? picture) => picture is null ? null : new(picture);

    /// <summary>A video that is open, which saves looking into the file on every call; it stays the caller's.</summary>
    [return: NotNullIfNotNull(nameof(video))]
    public static implicit operator MediaSource?(OpenVideo? video) => video is null ? null : new(video);

    /// <summary>Reads a file from a stream, to its end.</summary>
    /// <param name="stream">The stream, from where it stands; it stays the caller's.</param>
    /// <param name="maxBytes">Most bytes that it may have (256 MiB unless set).</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="QwenException">It is longer.</exception>
    public static async Task<MediaSource> LoadFromAsync(
        Stream stream, long maxBytes = DefaultMaxBytes, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        var bytes = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (bytes.Length + read > Math.Min(maxBytes, Array.MaxLength))
            {
                throw new QwenException(
                    $"The stream has more bytes than the limit of {maxBytes}: make the file smaller, or raise 'maxBytes'.");
            }

            bytes.Write(buffer, 0, read);
        }

        return new MediaSource(new ReadOnlyMemory<byte>(bytes.GetBuffer(), 0, (int)bytes.Length));
    }
}
