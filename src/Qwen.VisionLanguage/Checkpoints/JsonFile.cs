using System.Text.Json;
using System.Text.Unicode;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads a small JSON file of a checkpoint; whatever is wrong with it becomes a sentence.</summary>
internal static class JsonFile
{
    // the largest real one, a shard index of the 72B size, has about 0.2 MB
    private const long MaxBytes = 16 << 20;

    /// <summary>Opens the file, which has to hold one JSON object.</summary>
    /// <exception cref="QwenException">The file cannot be read, is too large, or is not such JSON.</exception>
    public static JsonDocument Open(string path)
    {
        var bytes = ReadBytes(path);
        var text = bytes.AsSpan();
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        if (GitLfs.IsPointer(text))
            throw GitLfs.PointerFound(path);
        if (!Utf8.IsValid(text))
            throw new QwenException($"{path} is not UTF-8 text. Fetch the file again.");
        try
        {
            var document = JsonDocument.Parse(bytes.AsMemory(bytes.Length - text.Length));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException error)
        {
            throw new QwenException($"{path} is not valid JSON ({error.Message.TrimEnd('.')}). Fetch the file again.", error);
        }

        throw new QwenException($"{path} does not hold a JSON object. Fetch the file again.");
    }

    /// <summary>The whole file.</summary>
    /// <exception cref="QwenException">The file cannot be read or is too large.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            if (length > MaxBytes)
                throw new QwenException($"{path} has {length} bytes, far more than a file of this kind. Fetch the file again.");
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException($"{path} cannot be read: {error.Message}", error);
        }
    }
}
