using System.Net.Mime;
using System.Text;
using Qwen.VisionLanguage;

namespace Qwen.Extensions.AI.Media;

/// <summary>Text that arrives as a file: which media types and names mean text, and what its bytes say.</summary>
internal static class TextFile
{
    /// <summary>Largest file whose text is taken: far more than any context holds.</summary>
    public const int MaxBytes = 8 << 20;

    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "json", "xml", "yaml", "x-yaml", "toml", "javascript", "x-javascript", "ecmascript", "typescript", "sql", "x-sh", "graphql", "csv",
        "markdown", "x-markdown", "jsonl", "jsonlines", "x-jsonlines", "ndjson", "x-ndjson", "json5", "x-tex", "x-python", "xhtml+xml",
    };

    private static readonly HashSet<string> Suffixes = new(StringComparer.OrdinalIgnoreCase) { ".json", ".xml", ".yaml" };

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".txt", ".md", ".markdown", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xml", ".yaml", ".yml", ".toml", ".ini", ".log", ".html",
        ".htm", ".css", ".js", ".ts", ".sql", ".sh", ".ps1", ".py", ".cs", ".java", ".c", ".h", ".cpp", ".go", ".rs", ".tex", ".rst",
    };

    /// <summary>Whether a file is text by what is said of it; its name counts where its type says nothing.</summary>
    public static bool IsDeclared(string mediaType, string? name)
    {
        var type = mediaType.Split(';')[0].Trim();
        if (type.Length == 0 || type.Equals(MediaTypeNames.Application.Octet, StringComparison.OrdinalIgnoreCase))
            return name is not null && Extensions.Contains(Path.GetExtension(name));
        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase))
            return true;
        return type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
            && (Types.Contains(type[12..]) || Suffixes.Contains(Path.GetExtension(type.Replace('+', '.'))));
    }

    /// <summary>The text; its byte order mark says how it is encoded, else its media type, else it is UTF-8.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="mediaType">Its declared type, whose parameter <c>charset</c> is read.</param>
    /// <exception cref="QwenException">It is no text, or encoded in another way.</exception>
    public static string Read(ReadOnlySpan<byte> bytes, string mediaType)
    {
        if (bytes.Length > MaxBytes)
        {
            throw new QwenException(
                $"The text has {bytes.Length} bytes, more than the {MaxBytes} that are read: send the part that matters.");
        }

        var (encoding, mark) = Detect(bytes) ?? (FindCharset(mediaType), 0);
        try
        {
            var text = encoding.GetString(bytes[mark..]);
            return text.Contains('\0', StringComparison.Ordinal)
                ? throw new QwenException($"The bytes are no text, as '{mediaType}' says.")
                : text;
        }
        catch (DecoderFallbackException error)
        {
            throw new QwenException(
                $"The text is not encoded as {encoding.WebName}: say how in its media type: 'text/csv; charset=windows-1252'.", error);
        }
    }

    private static (Encoding Encoding, int Mark)? Detect(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
            return (Strict(Encoding.UTF8), 3);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]))
            return (Strict(Encoding.UTF32), 4);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]))
            return (Strict(Encoding.Unicode), 2);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return (Strict(Encoding.BigEndianUnicode), 2);
        return null;
    }

    private static Encoding FindCharset(string mediaType)
    {
        var parameter = mediaType.Split(';').Skip(1).Select(part => part.Trim())
            .FirstOrDefault(part => part.StartsWith("charset=", StringComparison.OrdinalIgnoreCase));
        if (parameter is null)
            return Strict(Encoding.UTF8);
        var name = parameter["charset=".Length..].Trim('"', '\'', ' ');
        try
        {
            // a data URI without a type is said to be ASCII, of which UTF-8 is the larger form
            return name.Equals("US-ASCII", StringComparison.OrdinalIgnoreCase)
                ? Strict(Encoding.UTF8)
                : Strict(CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name));
        }
        catch (ArgumentException error)
        {
            throw new QwenException($"The text's charset '{name}' is not known here: send it as UTF-8.", error);
        }
    }

    private static Encoding Strict(Encoding encoding)
    {
        var strict = (Encoding)encoding.Clone();
        strict.DecoderFallback = DecoderFallback.ExceptionFallback;
        return strict;
    }
}
