using System.Text.Json;
using System.Text.Unicode;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads a small JSON file of a checkpoint; whatever is wrong with it becomes a sentence.</summary>
internal static class JsonFile
{
    // the largest real one, a shard index of the 72B size, has about 0.2 MB
    private const long MaxBytes = 16 << 20;
    private const int MaxQuoted = 80;

    // files that people edited: the reference refuses what is forgiven here, and nothing that it reads is read otherwise
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>Opens the file, which has to hold one JSON object, in UTF-8 or after the byte order mark of another encoding.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="most">Most bytes that a file of its kind has.</param>
    /// <exception cref="QwenException">The file cannot be read, is too large, or is not such JSON.</exception>
    public static JsonDocument Open(string path, long most = MaxBytes)
    {
        var text = MarkedText.ToUtf8(ReadBytes(path, most));
        if (GitLfs.IsPointer(text.Span))
            throw GitLfs.PointerFound(path);
        if (text.Span.Trim(" \t\r\n"u8) is not [var first, ..])
            throw new QwenException($"{path} is empty. Fetch the file again.");
        if (first == '<')
            throw WebPage.Found(path);
        if (text.Span.StartsWith("../"u8) && text.Length < 300)
        {
            throw new QwenException(
                $"{path} is a link that was copied as text, into the blobs of the hub's cache. Copy the folder anew with its links "
                + "followed (cp -L), or download the checkpoint with 'qwenvl fetch'.");
        }

        if (!Utf8.IsValid(text.Span))
            throw new QwenException($"{path} is not UTF-8 text. Save it as UTF-8, or fetch the file again.");
        try
        {
            var document = Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException error)
        {
            throw new QwenException($"{path} is not valid JSON ({Reason(error)}). Fetch the file again.", error);
        }

        throw new QwenException($"{path} does not hold a JSON object. Fetch the file again.");
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> text)
    {
        try
        {
            return JsonDocument.Parse(text, Lenient);
        }
        catch (JsonException) when (PythonNumbers.MayBeIn(text.Span))
        {
            return JsonDocument.Parse(PythonNumbers.ToTexts(text.Span), Lenient);
        }
    }

    /// <summary>The whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="most">Most bytes that a file of its kind has.</param>
    /// <exception cref="QwenException">The file cannot be read, is none, or is too large.</exception>
    public static byte[] ReadBytes(string path, long most = MaxBytes)
    {
        try
        {
            using var file = RegularFile.Open(path)!.Value.Handle;
            var length = RandomAccess.GetLength(file);
            if (length > most)
                throw new QwenException($"{path} has {length} bytes, far more than a file of this kind. Fetch the file again.");
            var bytes = new byte[length];
            var done = 0;
            for (int read; done < bytes.Length && (read = RandomAccess.Read(file, bytes.AsSpan(done), done)) > 0; done += read)
            {
            }

            return done == bytes.Length ? bytes : bytes[..done];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>What a parser says of a text, without a full stop. It may quote all that is left, and says at the end where.</summary>
    public static string Reason(Exception error)
    {
        var text = error.Message.TrimEnd('.');
        return text.Length > 4 * MaxQuoted ? $"{text[..MaxQuoted]}…{text[^(2 * MaxQuoted)..]}" : text;
    }

    /// <summary>A text out of a file, for a message: no longer than a line.</summary>
    public static string Cut(string text) => text.Length > MaxQuoted ? text[..MaxQuoted] + "…" : text;
}
