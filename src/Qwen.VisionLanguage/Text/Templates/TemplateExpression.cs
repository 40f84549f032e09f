namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A value that depends on variables: texts, numbers, lists, maps, functions, null for none.</summary>
internal delegate object? TemplateExpression(TemplateScope scope);
