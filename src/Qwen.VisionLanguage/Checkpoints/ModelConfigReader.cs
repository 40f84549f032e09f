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
    /// <summary>Reads and checks the file.</summary>
    /// <exception cref="QwenException">The file cannot be read, describes another kind of model, or holds a value that cannot be
    /// right.</exception>
    public static ModelConfig Read(string configJsonPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(configJsonPath);
        return ReadFile(configJsonPath).Config;
    }

    /// <summary>
    /// As <see cref="Read"/>, and whether the file says if the head is tied. Where it does not, the stored tensors decide:
    /// library versions differ in what an absent key means. Third, how matrices are quantised.
    /// </summary>
    internal static (ModelConfig Config, bool HeadStated, Quantization? Quantization) ReadFile(string path)
    {
        using var document = JsonFile.Open(path);
        var root = new ConfigSection(path, "", document.RootElement);
        ModelFamily.Check(root);
        var quantization = Quantization.Read(root);

        var textSection = root.Find("text_config", root) ?? root;
        var text = TextConfigReader.Read(textSection);
        var visionSection = root.Find("vision_config")
            ?? throw new QwenException($"{path}: 'vision_config' is missing, so this is not a complete Qwen2.5-VL configuration.");
        return (
            new ModelConfig
            {
                Text = text,
                Vision = VisionConfigReader.Read(visionSection, text),
                VisionStartTokenId = TokenId("vision_start_token_id"),
                VisionEndTokenId = TokenId("vision_end_token_id"),
                ImageTokenId = TokenId("image_token_id"),
                VideoTokenId = TokenId("video_token_id"),
            },
            textSection.Has("tie_word_embeddings"),
            quantization);

        int TokenId(string key) => textSection.Int(key, 0, text.VocabularySize - 1);
    }
}
