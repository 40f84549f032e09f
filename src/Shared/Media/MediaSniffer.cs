namespace Qwen.Shared.Media;

/// <summary>Tells pictures from videos by signature: declared media types are often wrong or as vague as <c>image/*</c>.</summary>
internal static class MediaSniffer
{
    /// <summary>Bytes from the start of a file that <see cref="Detect"/> looks at.</summary>
    public const int HeaderLength = 1024;

    /// <summary>Judges a file by its first bytes.</summary>
    public static MediaKind Detect(ReadOnlySpan<byte> header)
    {
        if (header.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']))
            return MediaKind.Image;
        if (header.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) || header.StartsWith("GIF8"u8))
            return MediaKind.Image;
        if (header.StartsWith("II*\0"u8) || header.StartsWith("MM\0*"u8) || IsBitmap(header))
            return MediaKind.Image;
        if (header.StartsWith("%PDF-"u8))
            return MediaKind.Pdf;
        if (header.StartsWith("RIFF"u8) && header.Length >= 12)
            return DetectRiff(header[8..12]);
        if (header.Length >= 12 && header[4..8].SequenceEqual("ftyp"u8))
            return DetectBaseMedia(header[8..12]);
        if (header.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) || header.StartsWith("FLV"u8))
            return MediaKind.Video; // Matroska and WebM, Flash video
        if (IsMpegVideo(header) || IsTransportStream(header))
            return MediaKind.Video;
        if (header.StartsWith("ID3"u8) || header.StartsWith("fLaC"u8) || header.StartsWith("OggS"u8) || IsMpegAudio(header))
            return MediaKind.Audio;

        // some writers put a line of their own before the mark
        return header[..Math.Min(header.Length, HeaderLength)].IndexOf("%PDF-"u8) >= 0 ? MediaKind.Pdf : MediaKind.Unknown;
    }

    /// <summary>The media type that a file's first bytes speak for, without its second half where several are possible.</summary>
    public static string GuessType(ReadOnlySpan<byte> header) => Detect(header) switch
    {
        MediaKind.Image => "image/*",
        MediaKind.Video => "video/*",
        MediaKind.Audio => "audio/*",
        MediaKind.Pdf => "application/pdf",
        _ => "application/octet-stream",
    };

    private static MediaKind DetectRiff(ReadOnlySpan<byte> form) =>
        form.SequenceEqual("WEBP"u8) ? MediaKind.Image
        : form.SequenceEqual("AVI "u8) ? MediaKind.Video
        : form.SequenceEqual("WAVE"u8) ? MediaKind.Audio
        : MediaKind.Unknown;

    // MP4 and QuickTime share their container with HEIF pictures and M4A sound; the brand tells them apart
    private static MediaKind DetectBaseMedia(ReadOnlySpan<byte> brand)
    {
        if (brand.StartsWith("heic"u8) || brand.StartsWith("heix"u8) || brand.StartsWith("mif1"u8) || brand.StartsWith("avif"u8))
            return MediaKind.Image;
        return brand.StartsWith("M4A"u8) || brand.StartsWith("M4B"u8) ? MediaKind.Audio : MediaKind.Video;
    }

    // "BM", then four reserved zero bytes after the file size
    private static bool IsBitmap(ReadOnlySpan<byte> header) =>
        header.StartsWith("BM"u8) && header.Length >= 10 && header[6..10].IndexOfAnyExcept((byte)0) < 0;

    // program and elementary streams
    private static bool IsMpegVideo(ReadOnlySpan<byte> header) =>
        header.StartsWith((ReadOnlySpan<byte>)[0, 0, 1]) && header.Length > 3 && header[3] is 0xBA or 0xB3;

    // packets of 188 bytes, each starting with the sync byte
    private static bool IsTransportStream(ReadOnlySpan<byte> header) =>
        header.Length > 376 && header[0] == 0x47 && header[188] == 0x47 && header[376] == 0x47;

    // frame sync of MPEG layer III, not the start of a JPEG
    private static bool IsMpegAudio(ReadOnlySpan<byte> header) =>
        header.Length >= 2 && header[0] == 0xFF && (header[1] is 0xFB or 0xF3 or 0xF2);
}
