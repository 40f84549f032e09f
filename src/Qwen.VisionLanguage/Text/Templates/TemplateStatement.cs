namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A piece of a template, which writes.</summary>
/// <returns>How to go on.</returns>
internal delegate TemplateFlow TemplateStatement(TemplateScope scope);
