namespace Qwen.VisionLanguage.Text;

/// <summary>Plain text. Strings such as <c>&lt;|im_end|&gt;</c> in it stay text and never become control tokens.</summary>
/// <param name="Text">The text, as the caller gave it.</param>
public sealed record TextPart(string Text) : ChatPart;
