using System.Text;

namespace Qwen.VisionLanguage.Images;

/// <summary>Says by its first bytes what a file is, whatever its name claims.</summary>
internal static class ContentSniffer
{
    /// <summary>Name of the picture format, or null where the bytes are none that the decoder reads.</summary>
    public static string? PictureFormat(ReadOnlySpan<byte> file)
    {
        if (file.StartsWith(PngSignature))
            return "PNG";
        if (file.StartsWith(JpegSignature))
            return "JPEG";
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
            return "GIF";
        if (IsRiff(file, "WEBP"u8))
            return "WebP";
        if (IsTiff(file))
            return "TIFF";
        return file.StartsWith("BM"u8) && file.Length > 5 ? "BMP" : null;
    }

    // the order of bytes, then 42, or 43 where offsets have eight bytes
    private static bool IsTiff(ReadOnlySpan<byte> file) =>
        file.Length > 3
        && ((file.StartsWith("II"u8) && file[2] is 42 or 43 && file[3] == 0)
            || (file.StartsWith("MM"u8) && file[2] == 0 && file[3] is 42 or 43));

    /// <summary>A few words for a person: what the bytes look like.</summary>
    public static string Describe(ReadOnlySpan<byte> file)
    {
        if (PictureFormat(file) is { } picture)
            return $"a {picture} picture";
        if (file.Length > 11 && file.Slice(4, 4).SequenceEqual("ftyp"u8))
            return DescribeBrand(Encoding.Latin1.GetString(file.Slice(8, 4)));
        if (file.EndsWith("TRUEVISION-XFILE.\0"u8))
            return "a TGA picture";
        foreach (var (signature, name) in Signatures)
        {
            if (file.StartsWith(signature))
                return name;
        }

        if (IsRiff(file, "AVI "u8))
            return "an AVI video";
        if (IsRiff(file, "WAVE"u8))
            return "a WAV sound file";
        return DescribeText(file);
    }

    private static ReadOnlySpan<byte> PngSignature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    private static ReadOnlySpan<byte> JpegSignature => [0xFF, 0xD8, 0xFF];

    private static readonly (byte[] Signature, string Name)[] Signatures =
    [
        ([.. "%PDF-"u8], "a PDF document"),
        ([.. "%!PS"u8], "a PostScript document"),
        ([0x1A, 0x45, 0xDF, 0xA3], "a Matroska or WebM video"),
        ([0xFF, 0x0A], "a JPEG XL picture"),
        ([0, 0, 0, 12, (byte)'J', (byte)'X', (byte)'L', (byte)' '], "a JPEG XL picture"),
        ([0, 0, 0, 12, (byte)'j', (byte)'P', (byte)' ', (byte)' '], "a JPEG 2000 picture"),
        ([0, 0, 1, 0], "a Windows icon"),
        ([0, 0, 2, 0], "a Windows cursor"),
        ([0x76, 0x2F, 0x31, 0x01], "an OpenEXR picture"),
        ([(byte)'I', (byte)'I', 0xBC], "a JPEG XR picture"),
        ([0xFF, 0x4F, 0xFF, 0x51], "a JPEG 2000 picture"),
        ([.. "qoif"u8], "a QOI picture"),
        ([.. "DDS "u8], "a DirectDraw texture"),
        ([.. "P4\n"u8], "a PBM picture"),
        ([.. "P5\n"u8], "a PGM picture"),
        ([.. "P6\n"u8], "a PPM picture"),
        ([.. "P7\n"u8], "a PAM picture"),
        ([.. "#?RADIANCE"u8], "a Radiance picture"),
        ([0, 0, 0, 1], "a bare H.264 or H.265 stream without a container"),
        ([0, 0, 1, 0xBA], "an MPEG video"),
        ([.. "8BPS"u8], "a Photoshop document"),
        ([.. "FLV"u8], "a Flash video"),
        ([.. "OggS"u8], "an Ogg sound or video file"),
        ([.. "ID3"u8], "an MP3 sound file"),
        ([(byte)'P', (byte)'K', 3, 4], "a ZIP archive or Office document"),
        ([0x1F, 0x8B], "a gzip archive"),
    ];

    /// <summary>ISO base media files share one beginning; the brand tells still pictures from videos.</summary>
    private static string DescribeBrand(string brand) => brand switch
    {
        "avif" or "avis" => "an AVIF picture",
        "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "mif1" or "msf1" => "a HEIC picture",
        "qt  " => "a QuickTime video",
        "M4A " => "an MPEG-4 sound file",
        _ => "an MP4 video",
    };

    private static string DescribeText(ReadOnlySpan<byte> file)
    {
        var start = file[..Math.Min(file.Length, 512)];
        foreach (var value in start)
        {
            if (value < 0x20 && value is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f'))
                return "binary data of an unknown kind";
        }

        var text = Encoding.UTF8.GetString(start).TrimStart('\uFEFF', ' ', '\t', '\r', '\n');
        if (text.Contains("<svg", StringComparison.OrdinalIgnoreCase))
            return "an SVG drawing";
        if (text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase))
            return "an HTML page";
        if (text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase))
            return "an XML document";
        if (text.StartsWith('{') || text.StartsWith('['))
            return "a JSON document";
        return text.StartsWith("data:", StringComparison.Ordinal) ? "the text of a data URI that was not decoded" : "plain text";
    }

    private static bool IsRiff(ReadOnlySpan<byte> file, ReadOnlySpan<byte> form) =>
        file.Length >= 12 && file.StartsWith("RIFF"u8) && file.Slice(8, 4).SequenceEqual(form);
}
