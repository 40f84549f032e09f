namespace Qwen.VisionLanguage.Text;

/// <summary>Texts of the tokens that the chat template writes; their ids come from the checkpoint.</summary>
internal static class ControlTokens
{
    /// <summary>Opens a turn.</summary>
    public const string TurnStart = "<|im_start|>";

    /// <summary>Closes a turn; the model's own end of an answer.</summary>
    public const string TurnEnd = "<|im_end|>";

    /// <summary>Opens a medium.</summary>
    public const string VisionStart = "<|vision_start|>";

    /// <summary>Closes a medium.</summary>
    public const string VisionEnd = "<|vision_end|>";

    /// <summary>Stands for a merged unit of a picture.</summary>
    public const string ImagePad = "<|image_pad|>";

    /// <summary>Stands for a merged unit of a video.</summary>
    public const string VideoPad = "<|video_pad|>";

    /// <summary>Opens a tool call.</summary>
    public const string ToolCallStart = "<tool_call>";

    /// <summary>Closes a tool call.</summary>
    public const string ToolCallEnd = "</tool_call>";
}
