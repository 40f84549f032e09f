using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>
/// Reads <c>config.json</c> in every published form: text keys flat or nested in <c>text_config</c>, rotary values in
/// <c>rope_scaling</c> or <c>rope_parameters</c>.
/// </summary>
/// <remarks>
/// Values that decide about the result are never guessed. Hostile numbers (negative, huge, sizes that do not divide) are refused,
/// so that later stations may count on <see cref="ModelConfig"/>.
/// </remarks>
internal static class ModelConfigReader
{
    // texts of the tokens whose ids a configuration states, for those that leave an id out
    private static readonly (string Key, string Token)[] Placeholders =
    [
        ("vision_start_token_id", "<|vision_start|>"), ("vision_end_token_id", "<|vision_end|>"),
        ("image_token_id", "<|image_pad|>"), ("video_token_id", "<|video_pad|>"),
    ];

    /// <summary>Reads and checks the file alone.</summary>
    /// <exception cref="QwenException">The file cannot be read, describes another kind of model, or holds a value that cannot be
    /// right.</exception>
    public static ModelConfig Read(string configJsonPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(configJsonPath);
        var stated = Read(configJsonPath, _ => null);
        StatedConfig.CheckIds(configJsonPath, stated.Config);
        return stated.Config;
    }

    /// <summary>Checks a file whose neighbours are not there yet.</summary>
    /// <exception cref="QwenException">As <see cref="Read(string)"/>.</exception>
    public static void CheckAlone(string configJsonPath) => Read(configJsonPath, _ => 0);

    /// <summary>Reads the file; what the weights decide is left open.</summary>
    /// <param name="path">The file.</param>
    /// <param name="findId">The id of a token that the tokenizer's files give, where the configuration does not.</param>
    /// <exception cref="QwenException">As <see cref="Read(string)"/>.</exception>
    public static StatedConfig Read(string path, Func<string, int?> findId)
    {
        using var document = JsonFile.Open(path);
        var root = new ConfigSection(path, "", document.RootElement);
        ModelFamily.Check(root);
        var quantization = Quantization.Read(root);

        var nested = root.Find("text_config", root);
        var textSection = nested ?? root;
        var text = TextConfigReader.Read(textSection);
        var visionSection = root.Find("vision_config")
            ?? throw new QwenException($"{path}: 'vision_config' is missing, so this is not a complete Qwen2.5-VL configuration.");
        var ids = Placeholders.Select(placeholder =>
            textSection.FindInt(placeholder.Key, 0, ConfigLimits.Vocabulary - 1) ?? findId(placeholder.Token)
            ?? throw textSection.Missing(placeholder.Key)).ToArray();
        return new StatedConfig(
            path,
            new ModelConfig
            {
                Text = text,
                Vision = VisionConfigReader.Read(visionSection, text),
                VisionStartTokenId = ids[0],
                VisionEndTokenId = ids[1],
                ImageTokenId = ids[2],
                VideoTokenId = ids[3],
            },
            root.FindFlag("tie_word_embeddings"),
            nested?.Alone.FindFlag("tie_word_embeddings"),
            root.FindInt("vocab_size", 1, ConfigLimits.Vocabulary),
            quantization);
    }
}
