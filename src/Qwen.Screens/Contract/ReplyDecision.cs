namespace Qwen.Screens;

/// <summary>The model answers a question that the task asked; the task goes on.</summary>
/// <param name="Text">The answer.</param>
public sealed record ReplyDecision(string Text) : ScreenDecision;
