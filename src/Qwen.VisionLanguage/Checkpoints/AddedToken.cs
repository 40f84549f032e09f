namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>A token outside the byte-pair vocabulary, taken from the checkpoint.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Content">Its text, matched verbatim.</param>
/// <param name="Special">Whether it steers the model and is no part of what an answer says.</param>
/// <param name="EatsLeft">Whether white space before it belongs to it.</param>
/// <param name="EatsRight">Whether white space behind it belongs to it.</param>
/// <param name="IsWord">Whether it counts only where no letter, digit or underscore is beside it.</param>
internal sealed record AddedToken(
    int Id, string Content, bool Special, bool EatsLeft = false, bool EatsRight = false, bool IsWord = false)
{
    /// <summary>Texts of the published tokenizer's added tokens; any other is a fine-tune's own.</summary>
    public static IReadOnlySet<string> Published { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|object_ref_start|>", "<|object_ref_end|>", "<|box_start|>", "<|box_end|>",
        "<|quad_start|>", "<|quad_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>", "<|video_pad|>",
        "<tool_call>", "</tool_call>", "<|fim_prefix|>", "<|fim_middle|>", "<|fim_suffix|>", "<|fim_pad|>", "<|repo_name|>", "<|file_sep|>",
    };
}
