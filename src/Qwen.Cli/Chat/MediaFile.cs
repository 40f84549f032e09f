using Microsoft.Extensions.AI;
using Qwen.Cli.Files;
using Qwen.VisionLanguage;

namespace Qwen.Cli.Chat;

/// <summary>Pictures and videos named on the command line, as parts of a message. Reading them is what the person asked for.</summary>
internal static class MediaFile
{
    private static readonly Dictionary<string, string> ImageTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".jpg"] = "image/jpeg",
        [".jpeg"] = "image/jpeg",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".gif"] = "image/gif",
        [".bmp"] = "image/bmp",
        [".tif"] = "image/tiff",
        [".tiff"] = "image/tiff",
        [".pdf"] = "application/pdf",
    };

    private static readonly Dictionary<string, string> VideoTypes = new(StringComparer.OrdinalIgnoreCase)
    {
        [".mp4"] = "video/mp4",
        [".webm"] = "video/webm",
        [".mkv"] = "video/x-matroska",
        [".mov"] = "video/quicktime",
        [".avi"] = "video/x-msvideo",
    };

    /// <summary>A picture; the decoder looks at the bytes, so a wrong file ending does no harm.</summary>
    /// <exception cref="QwenException">The file is not there.</exception>
    public static DataContent ReadImage(string path, MediaHints hints)
        => Read(path, ImageTypes.GetValueOrDefault(Path.GetExtension(path), "image/png"), hints);

    /// <summary>A video.</summary>
    /// <exception cref="QwenException">The file is not there.</exception>
    public static DataContent ReadVideo(string path, MediaHints hints)
        => Read(path, VideoTypes.GetValueOrDefault(Path.GetExtension(path), "video/mp4"), hints);

    private static DataContent Read(string path, string mediaType, MediaHints hints)
    {
        return new DataContent(InputFile.Read(path, Array.MaxLength), mediaType)
        {
            Name = Path.GetFileName(path),
            AdditionalProperties = hints.ToProperties(),
        };
    }
}
