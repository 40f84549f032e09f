namespace Qwen.VisionLanguage.Text;

/// <summary>A call the model made in an earlier turn.</summary>
/// <param name="Name">The function's name.</param>
/// <param name="ArgumentsJson">The arguments as one JSON object.</param>
public sealed record ToolCallPart(string Name, string ArgumentsJson) : ChatPart;
