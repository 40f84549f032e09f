namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads <c>generation_config.json</c>; without it the end token of <c>config.json</c> and greedy decoding hold.</summary>
internal static class GenerationDefaultsReader
{
    private const string FileName = "generation_config.json";
    private const int MaxEndTokens = 64;

    // what would change answers and is not done here, by the value that asks for nothing
    private static readonly (string Key, double Off)[] NotFollowed =
    [
        ("num_beams", 1), ("min_p", 0), ("typical_p", 1), ("no_repeat_ngram_size", 0), ("encoder_repetition_penalty", 1),
        ("penalty_alpha", 0), ("epsilon_cutoff", 0), ("eta_cutoff", 0), ("presence_penalty", 0),
        ("frequency_penalty", 0), ("guidance_scale", 1), ("min_new_tokens", 0), ("min_length", 0),
    ];

    private static readonly string[] NotFollowedLists =
        ["suppress_tokens", "begin_suppress_tokens", "bad_words_ids", "forced_bos_token_id", "forced_eos_token_id", "sequence_bias"];

    /// <summary>Reads the folder's file.</summary>
    /// <param name="folder">The checkpoint.</param>
    /// <param name="vocabularySize">Rows of the embedding table.</param>
    /// <param name="notes">Receives a sentence for what is not followed.</param>
    public static GenerationDefaults Read(string folder, int vocabularySize, List<string> notes)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new GenerationDefaults { EndTokenIds = EndTokensOfConfig(folder, vocabularySize, notes) };

        using var document = JsonFile.Open(path);
        var section = new ConfigSection(path, "", document.RootElement);
        var ignored = NotFollowed.Where(wish => section.IsOther(wish.Key, wish.Off)).Select(wish => wish.Key)
            .Concat(NotFollowedLists.Where(section.IsSet)).ToList();
        if (ignored.Count > 0)
            notes.Add($"{path} asks for {string.Join(", ", ignored)}, which this library does not follow.");
        return new GenerationDefaults
        {
            EndTokenIds = EndTokens(section, vocabularySize, notes) ?? EndTokensOfConfig(folder, vocabularySize, notes),
            Sample = section.FindFlag("do_sample") ?? false,
            Temperature = (float?)section.FindNumber("temperature", 0, 100),
            TopP = (float?)section.FindNumber("top_p", 0, 1),

            // -1 is another server's word for no limit
            TopK = section.FindInt("top_k", -1, int.MaxValue) is { } best ? Math.Max(best, 0) : null,
            RepetitionPenalty = (float?)section.FindNumber("repetition_penalty", 1e-3, 1e3),
        };
    }

    // ids without a row cannot be drawn: those of another vocabulary do no harm beside one that can
    private static int[]? EndTokens(ConfigSection section, int vocabularySize, List<string> notes)
    {
        if (section.FindInts("eos_token_id", -1, ConfigLimits.Vocabulary, MaxEndTokens) is not { Length: > 0 } ids)
            return null;
        var usable = ids.Where(id => id >= 0 && id < vocabularySize).ToArray();
        if (usable.Length == 0)
        {
            throw section.Unfit(
                "eos_token_id", $"an id from 0 to {vocabularySize - 1}, because the embedding table has {vocabularySize} rows. "
                + "Take the file of the same checkpoint as the weights, or remove the entry");
        }

        if (usable.Length < ids.Length)
        {
            notes.Add(
                $"{section.File}: 'eos_token_id' names {string.Join(", ", ids.Except(usable))}, beyond the {vocabularySize} rows of the "
                + $"embedding table; answers end with {string.Join(" or ", usable)}.");
        }

        return usable;
    }

    private static int[] EndTokensOfConfig(string folder, int vocabularySize, List<string> notes)
    {
        var path = Path.Combine(folder, CheckpointFiles.ConfigFile);
        using var document = JsonFile.Open(path);
        var root = new ConfigSection(path, "", document.RootElement);
        if (EndTokens(root.Find("text_config", root) ?? root, vocabularySize, notes) is { } stated)
            return stated;

        // the token that closes a turn is what a conversation's answer ends with
        return AddedTokenFiles.FindId(folder, "<|im_end|>") is { } id && id < vocabularySize
            ? [id]
            : throw new QwenException(
                $"Neither {FileName} nor {path} states 'eos_token_id', the token that ends an answer. "
                + "Add it, or fetch these files of the checkpoint again.");
    }
}
