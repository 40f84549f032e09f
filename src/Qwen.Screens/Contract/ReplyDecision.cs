namespace Qwen.Screens.Contract;

/// <summary>The model answers a question that the task asked; the task goes on.</summary>
/// <param name="Text">The answer.</param>
internal sealed record ReplyDecision(string Text) : ScreenDecision;
