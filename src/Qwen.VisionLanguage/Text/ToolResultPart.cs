namespace Qwen.VisionLanguage.Text;

/// <summary>What a tool gave back: text, pictures, or both.</summary>
/// <param name="Content"><see cref="TextPart"/> and <see cref="MediaPart"/> only.</param>
public sealed record ToolResultPart(IReadOnlyList<ChatPart> Content) : ChatPart;
