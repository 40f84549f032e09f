namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Something that can be called: a macro, a method of a text, a function of the surroundings.</summary>
internal delegate object? TemplateFunction(IReadOnlyList<object?> arguments, IReadOnlyDictionary<string, object?> named);
