using System.Text.Json;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Manifests and records as JSON, keys in snake case. By hand, because every load reads both, and a serializer takes longer to get ready
/// than a small model to load.
/// </summary>
internal static class ManifestJson
{
    private static readonly JsonWriterOptions ForPeople = new() { Indented = true };

    /// <summary>Writes a manifest.</summary>
    public static void Write(Stream stream, ConversionManifest manifest)
    {
        using var writer = new Utf8JsonWriter(stream, ForPeople);
        writer.WriteStartObject();
        writer.WriteNumber("version", manifest.Version);
        writer.WriteString("source", manifest.Source);
        writer.WriteString("adapter", manifest.Adapter);
        writer.WriteString("precision", manifest.Precision.ToString());
        writer.WriteString("calibration", manifest.Calibration);
        writer.WriteStartArray("weights");
        foreach (var sentence in manifest.Weights)
            writer.WriteStringValue(sentence);
        writer.WriteEndArray();
        writer.WriteStartObject("files");
        foreach (var (name, file) in manifest.Files)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("length", file.Length);
            writer.WriteBase64String("hashes", file.Hashes);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static ConversionManifest ReadManifest(ReadOnlyMemory<byte> json) => Read(json, root =>
    {
        var files = new Dictionary<string, ConvertedFile>();
        foreach (var file in root.GetProperty("files").EnumerateObject())
        {
            files[file.Name] = new ConvertedFile(
                file.Value.GetProperty("length").GetInt64(), file.Value.GetProperty("hashes").GetBytesFromBase64());
        }

        var weights = new List<string>();
        if (root.TryGetProperty("weights", out var sentences))
        {
            foreach (var sentence in sentences.EnumerateArray())
                weights.Add(sentence.GetString() ?? "");
        }

        return new ConversionManifest
        {
            Version = root.GetProperty("version").GetInt32(),
            Source = Text(root, "source"),
            Adapter = FindText(root, "adapter"),
            Precision = Enum.TryParse<QwenPrecision>(Text(root, "precision"), out var precision)
                ? precision
                : throw new JsonException("Its precision is not known."),
            Calibration = FindText(root, "calibration"),
            Weights = weights,
            Files = files,
        };
    });

    /// <summary>Writes a record.</summary>
    public static void Write(Stream stream, CheckedRecord record)
    {
        using var writer = new Utf8JsonWriter(stream, ForPeople);
        writer.WriteStartObject();
        writer.WriteString("folder", record.Folder);
        writer.WriteStartObject("files");
        foreach (var (name, file) in record.Files)
        {
            writer.WriteStartObject(name);
            writer.WriteNumber("length", file.Length);
            writer.WriteNumber("written", file.Written);
            writer.WriteString("hash", file.Hash);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static CheckedRecord ReadRecord(ReadOnlyMemory<byte> json) => Read(json, root =>
    {
        var files = new Dictionary<string, CheckedFile>();
        foreach (var file in root.GetProperty("files").EnumerateObject())
        {
            files[file.Name] = new CheckedFile(
                file.Value.GetProperty("length").GetInt64(), file.Value.GetProperty("written").GetInt64(), Text(file.Value, "hash"));
        }

        return new CheckedRecord(Text(root, "folder"), files);
    });

    // what is cut off, lacks a key or has a value of another kind is one mistake to those who read
    private static T Read<T>(ReadOnlyMemory<byte> json, Func<JsonElement, T> read)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new JsonException(error.Message, error);
        }
    }

    private static string Text(JsonElement json, string key) => FindText(json, key) ?? throw new JsonException($"It has no {key}.");

    private static string? FindText(JsonElement json, string key) => json.TryGetProperty(key, out var value) ? value.GetString() : null;
}
