namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A piece of a template's text: plain text, an expression between double braces, or a tag.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text without braces and marks of white space.</param>
internal readonly record struct TemplatePart(TemplatePart.Kinds Kind, string Text)
{
    /// <summary>Kinds of parts.</summary>
    public enum Kinds
    {
        Text,
        Output,
        Tag,
    }
}
