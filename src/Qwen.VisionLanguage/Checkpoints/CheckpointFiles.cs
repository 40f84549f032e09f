using System.Text.Json;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Finds the weight files of a folder; for a folder of another kind says what it is and what to do instead.</summary>
internal static class CheckpointFiles
{
    public const string ConfigFile = "config.json";
    public const string SingleFile = "model.safetensors";
    public const string IndexFile = "model.safetensors.index.json";

    /// <summary>Path of <c>config.json</c>.</summary>
    /// <exception cref="QwenException">There is no such folder or no such file in it.</exception>
    public static string FindConfig(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw File.Exists(folder)
                ? new QwenException($"{folder} is a file{(IsGguf(folder) ? " in GGUF form, which this library does not read" : "")}. "
                    + "Give the folder of a Hugging Face checkpoint: config.json, *.safetensors and the tokenizer's files.")
                : new QwenException(
                    $"There is no folder {folder}, and no downloaded model has this name. Give the folder of a checkpoint, "
                    + "or download one with 'qwenvl fetch'.");
        }

        var path = Path.Combine(folder, ConfigFile);
        return File.Exists(path) ? path : throw new QwenException($"{folder} {WithoutConfig(folder)}");
    }

    /// <summary>Paths of the weight files: one file, or the shards of an index.</summary>
    /// <exception cref="QwenException">There are none, or some are missing.</exception>
    public static IReadOnlyList<string> FindWeights(string folder)
    {
        var single = Path.Combine(folder, SingleFile);
        if (File.Exists(single))
            return [single];
        var index = Path.Combine(folder, IndexFile);
        if (!File.Exists(index))
            throw new QwenException($"{folder} {WithoutWeights(folder)}");

        var shards = ReadIndex(index);
        var missing = shards.Where(name => !File.Exists(Path.Combine(folder, name))).ToList();
        return missing.Count == 0
            ? [.. shards.Select(name => Path.Combine(folder, name))]
            : throw new QwenException($"{folder} lacks {missing.Count} of {shards.Count} weight files: {Few(missing)}. "
                + "The download is not complete; run it again and it fetches only what is missing.");
    }

    /// <summary>A list for a message, cut where it gets long.</summary>
    public static string Few(IReadOnlyList<string> items, int most = 12)
        => string.Join(", ", items.Take(most)) + (items.Count > most ? $" and {items.Count - most} more" : "");

    /// <summary>Whether a name of an index or a repository is a plain file name: no folder, nothing that leaves the folder.</summary>
    public static bool IsPlainName(string name)
        => name.Length is > 0 and <= 200 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static List<string> ReadIndex(string path)
    {
        using var document = JsonFile.Open(path);
        if (!document.RootElement.TryGetProperty("weight_map", out var map) || map.ValueKind != JsonValueKind.Object)
            throw new QwenException($"{path}: 'weight_map' is missing or not an object. Fetch the file again.");

        var shards = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var value in map.EnumerateObject().Select(entry => entry.Value))
        {
            // raw text, because text with half a surrogate pair cannot be read as a string
            var name = value.ValueKind == JsonValueKind.String ? value.GetRawText()[1..^1] : "";
            if (!IsPlainName(name) || !name.EndsWith(".safetensors", StringComparison.Ordinal))
                throw new QwenException(
                    $"{path}: {JsonFile.Cut(value.GetRawText())} is not the name of a safetensors file in the same folder. "
                    + "Fetch the file again.");
            shards.Add(name);
        }

        return shards.Count > 0 ? [.. shards] : throw new QwenException($"{path}: 'weight_map' is empty. Fetch the file again.");
    }

    private static string WithoutConfig(string folder)
    {
        if (Any(folder, "*.gguf"))
            return "holds a GGUF model, which this library does not read. Download the original checkpoint, "
                + "for example Qwen/Qwen2.5-VL-3B-Instruct.";
        if (Any(folder, "*.onnx") || Any(folder, "genai_config.json"))
            return "holds ONNX files. Give the folder of the Hugging Face checkpoint that they were made from.";
        return "is not a checkpoint: it has no config.json. A checkpoint folder holds config.json, "
            + "*.safetensors and the tokenizer's files.";
    }

    private static string WithoutWeights(string folder)
    {
        if (Any(folder, "*.part"))
            return "holds a download that is not complete. Run the download again; it goes on where it stopped.";
        if (Any(folder, "pytorch_model*.bin") || Any(folder, "*.pt") || Any(folder, "*.pth"))
            return "holds its weights as pickled PyTorch files only. Take a repository with *.safetensors, "
                + "or save the model again with safe_serialization.";
        if (Any(folder, "*.gguf"))
            return "holds its weights in GGUF form, which this library does not read. Download the original checkpoint with *.safetensors.";
        return $"has neither {SingleFile} nor {IndexFile}. Download the checkpoint again.";
    }

    private static bool Any(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Any();

    private static bool IsGguf(string path) => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
}
