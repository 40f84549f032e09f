namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Names of a checkpoint's files; for a folder of another kind says what it is and what to do instead.</summary>
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
        return IsThere(path) ? path : throw new QwenException($"{folder} {WithoutConfig(folder)}");
    }

    /// <summary>Whether a file is there, and not only a link to one.</summary>
    public static bool IsThere(string path)
    {
        try
        {
            return File.Exists(path) && new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is not { Exists: false };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // links in a circle
        }
    }

    /// <summary>A list for a message, cut where it gets long.</summary>
    public static string Few(IReadOnlyList<string> items, int most = 12)
        => string.Join(", ", items.Take(most)) + (items.Count > most ? $" and {items.Count - most} more" : "");

    /// <summary>Whether a name of an index or a repository is a plain file name: no folder, nothing that leaves the folder.</summary>
    public static bool IsPlainName(string name)
        => name.Length is > 0 and <= 200 && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static string WithoutConfig(string folder)
    {
        if (new FileInfo(Path.Combine(folder, ConfigFile)).LinkTarget is not null)
            return $"has a {ConfigFile} that links to a file which is not there. Copy the folder anew with its links followed (cp -L), "
                + "or download the checkpoint with 'qwenvl fetch'.";
        if (Any(folder, "*.gguf"))
            return "holds a GGUF model, which this library does not read. Download the original checkpoint, "
                + "for example Qwen/Qwen2.5-VL-3B-Instruct.";
        if (Any(folder, "*.onnx") || Any(folder, "genai_config.json"))
            return "holds ONNX files. Give the folder of the Hugging Face checkpoint that they were made from.";
        if (CheckpointPlace.FoldersWithin(folder) is { Count: > 0 } inner)
            return $"is not a checkpoint itself; {(inner.Count == 1 ? "one is" : "there are some")} in it: "
                + $"{Few(inner)}. Give {(inner.Count == 1 ? "that folder" : "one of these folders")}.";
        return "is not a checkpoint: it has no config.json. A checkpoint folder holds config.json, "
            + "*.safetensors and the tokenizer's files.";
    }

    /// <summary>What a folder without weights is instead, as the end of a sentence.</summary>
    public static string WithoutWeights(string folder)
    {
        if (Any(folder, "*.part"))
            return "holds a download that is not complete. Run the download again; it goes on where it stopped.";
        if (Any(folder, "pytorch_model*.bin") || Any(folder, "*.pt") || Any(folder, "*.pth"))
            return "holds its weights as pickled PyTorch files only. Take a repository with *.safetensors, "
                + "or save the model again with safe_serialization.";
        if (Any(folder, "*.gguf"))
            return "holds its weights in GGUF form, which this library does not read. Download the original checkpoint with *.safetensors.";
        if (Directory.EnumerateFiles(folder, "*.safetensors").FirstOrDefault(path => new FileInfo(path).LinkTarget is not null) is { } link)
            return $"has a {Path.GetFileName(link)} that links to a file which is not there. Copy the folder anew with its links followed "
                + "(cp -L), or download the checkpoint with 'qwenvl fetch'.";
        return $"has neither {SingleFile} nor {IndexFile}. Download the checkpoint's weights into it.";
    }

    private static bool Any(string folder, string pattern) => Directory.EnumerateFiles(folder, pattern).Any();

    private static bool IsGguf(string path) => path.EndsWith(".gguf", StringComparison.OrdinalIgnoreCase);
}
