using System.Text.Json;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>The files of a repository at one commit.</summary>
/// <param name="Commit">The commit, so that all files come from the same one even while someone pushes.</param>
/// <param name="Files">The files that a checkpoint needs: configuration first, weights last.</param>
internal sealed record HubListing(string Commit, IReadOnlyList<HubFile> Files)
{
    private const long MaxFileBytes = 1L << 44;

    private static readonly string[] SmallFiles =
    [
        CheckpointFiles.ConfigFile, "generation_config.json", "preprocessor_config.json", "processor_config.json",
        "tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt", "added_tokens.json", "special_tokens_map.json",
        "chat_template.json", "chat_template.jinja", CheckpointFiles.IndexFile,
    ];

    /// <summary>Reads the hub's answer.</summary>
    /// <exception cref="QwenException">It is not such an answer, names a file outside the folder, or lacks what a checkpoint
    /// needs.</exception>
    public static HubListing Parse(ReadOnlyMemory<byte> json, string source, string revision)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            var commit = root.TryGetProperty("sha", out var sha) ? sha.GetString() ?? revision : revision;
            var all = root.GetProperty("siblings").EnumerateArray().Select(ParseFile).ToList();
            HubNames.CheckRevision(commit);
            foreach (var file in all)
                HubNames.CheckListed(file.Name, source);
            return new HubListing(commit, Select(all, source));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new QwenException(
                $"{source} did not answer with a list of files. Check the endpoint's address, and whether a proxy answers in its place.",
                error);
        }
    }

    private static HubFile ParseFile(JsonElement item)
    {
        long? size = item.TryGetProperty("size", out var bytes) && bytes.ValueKind == JsonValueKind.Number ? bytes.GetInt64() : null;
        var isLarge = item.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        if (isLarge && size is null && lfs.TryGetProperty("size", out bytes))
            size = bytes.GetInt64();
        if (size is < 0 or > MaxFileBytes)
            throw new FormatException($"A size of {size} bytes cannot be.");
        return new HubFile(
            item.GetProperty("rfilename").GetString() ?? "",
            size,
            isLarge ? Hash(lfs, "sha256", 64) : null,
            isLarge ? null : Hash(item, "blobId", 40));
    }

    private static string? Hash(JsonElement item, string key, int digits)
        => item.TryGetProperty(key, out var value) && value.GetString() is { } text && text.Length == digits
            && text.All(char.IsAsciiHexDigit)
            ? text.ToLowerInvariant()
            : null;

    private static List<HubFile> Select(List<HubFile> all, string source)
    {
        var byName = new Dictionary<string, HubFile>(StringComparer.Ordinal);
        foreach (var file in all)
            byName[file.Name] = file;
        if (!byName.ContainsKey(CheckpointFiles.ConfigFile))
            throw new QwenException(
                $"{source} lists no {CheckpointFiles.ConfigFile}, so the repository holds no checkpoint in Hugging Face form.");

        List<HubFile> weights = byName.TryGetValue(CheckpointFiles.SingleFile, out var single)
            ? [single]
            : [.. byName.Values.Where(IsShard).OrderBy(file => file.Name, StringComparer.Ordinal)];
        if (weights.Count == 0)
        {
            var gguf = byName.Keys.Any(name => name.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase));
            throw new QwenException(
                $"{source} lists no model*.safetensors{(gguf ? " but GGUF files, which this library does not read" : "")}. "
                    + "Take the original repository, for example Qwen/Qwen2.5-VL-3B-Instruct.");
        }

        return [.. SmallFiles.Where(byName.ContainsKey).Select(name => byName[name]), .. weights];
    }

    private static bool IsShard(HubFile file)
        => file.Name.StartsWith("model", StringComparison.Ordinal) && file.Name.EndsWith(".safetensors", StringComparison.Ordinal)
            && CheckpointFiles.IsPlainName(file.Name);
}
