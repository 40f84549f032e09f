namespace Qwen.VisionLanguage.Text;

/// <summary>
/// A piece of a turn: <see cref="TextPart"/>, <see cref="MediaPart"/>, <see cref="ToolCallPart"/> or <see cref="ToolResultPart"/>.
/// </summary>
public abstract record ChatPart;
