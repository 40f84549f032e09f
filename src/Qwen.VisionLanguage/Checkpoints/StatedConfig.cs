using Qwen.VisionLanguage.Checkpoints.Forms;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>What <c>config.json</c> says, before the stored tensors decide where it contradicts itself or them.</summary>
/// <param name="File">The file, for messages.</param>
/// <param name="Config">Its values; those in <c>text_config</c> before those at the root.</param>
/// <param name="TiedAtRoot">Whether the root says that the head is the embedding table; null where it says nothing.</param>
/// <param name="TiedInText">The same of <c>text_config</c>.</param>
/// <param name="VocabularyAtRoot">The root's number of rows, where it has one.</param>
/// <param name="Quantization">How matrices are quantised; null where they are not.</param>
internal sealed record StatedConfig(
    string File, ModelConfig Config, bool? TiedAtRoot, bool? TiedInText, int? VocabularyAtRoot, Quantization? Quantization)
{
    /// <summary>Refuses ids of placeholders that have no row.</summary>
    /// <exception cref="QwenException">An id is beyond the table.</exception>
    public static void CheckIds(string file, ModelConfig config)
    {
        foreach (var (key, id) in ((string, int)[])[
            ("vision_start_token_id", config.VisionStartTokenId), ("vision_end_token_id", config.VisionEndTokenId),
            ("image_token_id", config.ImageTokenId), ("video_token_id", config.VideoTokenId)])
        {
            if (id >= config.Text.VocabularySize)
            {
                throw new QwenException(
                    $"{file}: '{key}' is {id}, but the embedding table has {config.Text.VocabularySize} rows ('vocab_size'). "
                    + "Take the configuration and the weights of one and the same checkpoint.");
            }
        }
    }
}
