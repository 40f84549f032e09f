namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Reads <c>generation_config.json</c>; without it the end token of <c>config.json</c> and greedy decoding hold.</summary>
internal static class GenerationDefaultsReader
{
    private const string FileName = "generation_config.json";
    private const int MaxEndTokens = 64;

    /// <summary>Reads the folder's file.</summary>
    public static GenerationDefaults Read(string folder, int vocabularySize)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return new GenerationDefaults { EndTokenIds = EndTokensOfConfig(folder, vocabularySize) };

        using var document = JsonFile.Open(path);
        var section = new ConfigSection(path, "", document.RootElement);
        return new GenerationDefaults
        {
            EndTokenIds = EndTokens(section, vocabularySize) ?? EndTokensOfConfig(folder, vocabularySize),
            Sample = section.FindFlag("do_sample") ?? false,
            Temperature = (float?)section.FindNumber("temperature", 0, 100),
            TopP = (float?)section.FindNumber("top_p", 0, 1),
            TopK = section.FindInt("top_k", 0, int.MaxValue),
            RepetitionPenalty = (float?)section.FindNumber("repetition_penalty", 1e-3, 1e3),
        };
    }

    private static int[]? EndTokens(ConfigSection section, int vocabularySize)
        => section.FindInts("eos_token_id", 0, vocabularySize - 1, MaxEndTokens) is { Length: > 0 } ids ? ids : null;

    private static int[] EndTokensOfConfig(string folder, int vocabularySize)
    {
        var path = Path.Combine(folder, CheckpointFiles.ConfigFile);
        using var document = JsonFile.Open(path);
        var root = new ConfigSection(path, "", document.RootElement);
        return EndTokens(root.Find("text_config", root) ?? root, vocabularySize)
            ?? throw new QwenException($"Neither {FileName} nor {path} states 'eos_token_id', the token that ends an answer.");
    }
}
