namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A template cannot be read, or refuses a conversation; the message is the end of a sentence.</summary>
internal sealed class TemplateException(string message) : Exception(message);
