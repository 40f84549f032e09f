using System.Text;
using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Text;

/// <summary>Reads <c>tokenizer.json</c>, or <c>vocab.json</c>, <c>merges.txt</c> and <c>tokenizer_config.json</c>.</summary>
internal static class TokenizerReader
{
    /// <summary>The pattern that <see cref="PieceScanner"/> implements.</summary>
    public const string Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // the family's files have 152 thousand merges and some 30 added tokens
    private const int MaxMerges = 1 << 20;

    /// <summary>Reads the folder's tokenizer.</summary>
    /// <exception cref="QwenException">A file is missing, unreadable, or of another kind of tokenizer.</exception>
    public static TokenizerData Read(string folder)
    {
        var whole = Path.Combine(folder, AddedTokenFiles.WholeFile);
        if (File.Exists(whole))
            return AddedTokenFiles.Parse(whole, root => ReadWhole(folder, whole, root));

        var vocabulary = Required(folder, "vocab.json");
        var merges = Required(folder, "merges.txt");
        var added = AddedTokenFiles.Read(folder);
        if (added.Count == 0)
        {
            throw new QwenException(
                $"'{folder}' has no tokenizer.json, and neither tokenizer_config.json (added_tokens_decoder) nor added_tokens.json "
                + "with the control tokens. Fetch the checkpoint's tokenizer files again.");
        }

        return new TokenizerData(vocabulary, AddedTokenFiles.Parse(vocabulary, ReadVocabulary), ReadMerges(merges), added);
    }

    private static TokenizerData ReadWhole(string folder, string path, JsonElement root)
    {
        var model = root.GetProperty("model");
        if (model.TryGetProperty("type", out var type) && type.GetString() != "BPE")
            throw new QwenException(
                $"'{path}' describes a {type.GetString()} tokenizer; Qwen2.5-VL has byte-level BPE. "
                + "Use the files of a Qwen2.5-VL checkpoint.");
        CheckPattern(path, root);
        return new TokenizerData(
            path,
            ReadVocabulary(model.GetProperty("vocab")),
            [
                .. AddedTokenFiles.AtMost(path, MaxMerges, "merges", model.GetProperty("merges").EnumerateArray())
                    .Select(merge => ReadMerge(path, merge))
            ],
            AddedTokenFiles.Read(folder, AddedTokenFiles.ReadList(path, root)));
    }

    // another pattern means other pieces and so other ids: better no answer than one from wrong tokens
    private static void CheckPattern(string path, JsonElement root)
    {
        if (!root.TryGetProperty("pre_tokenizer", out var scanner) || scanner.ValueKind != JsonValueKind.Object
            || !scanner.TryGetProperty("pretokenizers", out var steps))
            return;
        foreach (var step in steps.EnumerateArray())
        {
            if (step.TryGetProperty("pattern", out var pattern) && pattern.TryGetProperty("Regex", out var regex)
                && regex.GetString() != Pattern)
                throw new QwenException(
                    $"'{path}' cuts text by another pattern than Qwen2.5's: {JsonFile.Cut(regex.GetString() ?? "none")}. "
                    + "Use the files of a Qwen2.5-VL checkpoint.");
        }
    }

    private static Dictionary<string, int> ReadVocabulary(JsonElement vocabulary)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in vocabulary.EnumerateObject())
            tokens[entry.Name] = entry.Value.GetInt32();
        return tokens;
    }

    private static (string Left, string Right) ReadMerge(string path, JsonElement merge)
        => merge.ValueKind == JsonValueKind.Array
            ? merge.GetArrayLength() == 2
                ? (ReadString(merge[0]), ReadString(merge[1]))
                : throw new FormatException($"the merge {JsonFile.Cut(merge.GetRawText())} is not two tokens")
            : SplitMerge(path, ReadString(merge));

    private static List<(string Left, string Right)> ReadMerges(string path)
    {
        var merges = new List<(string, string)>();
        foreach (var line in AddedTokenFiles.AtMost(path, MaxMerges, "merges", Lines(JsonFile.ReadBytes(path, AddedTokenFiles.MaxBytes))))
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
                merges.Add(SplitMerge(path, line));
        }

        return merges;
    }

    private static (string Left, string Right) SplitMerge(string path, string merge)
    {
        var blank = merge.IndexOf(' ', StringComparison.Ordinal);
        if (blank <= 0 || blank == merge.Length - 1)
            throw new QwenException(
                $"'{path}' holds the merge '{JsonFile.Cut(merge)}', which is not two tokens with a blank between. "
                + "Fetch the checkpoint's file again.");
        return (merge[..blank], merge[(blank + 1)..]);
    }

    private static string ReadString(JsonElement element)
        => element.GetString() ?? throw new FormatException("null stands where a text is expected");

    private static string Required(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!File.Exists(path))
            throw new QwenException(
                $"'{folder}' has neither tokenizer.json nor a complete set of vocab.json, merges.txt and tokenizer_config.json: "
                + $"{name} is missing. Fetch the checkpoint again or copy the file there.");
        return path;
    }

    private static IEnumerable<string> Lines(byte[] text)
    {
        using var reader = new StreamReader(new MemoryStream(text), Encoding.UTF8);
        while (reader.ReadLine() is { } line)
            yield return line;
    }
}
