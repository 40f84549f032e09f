namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>A word of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name, an operator, or the text of a quoted one.</param>
/// <param name="Value">The number of a number.</param>
internal readonly record struct TemplateWord(TemplateWord.Kinds Kind, string Text, object? Value = null)
{
    /// <summary>Kinds of words.</summary>
    public enum Kinds
    {
        End,
        Name,
        Text,
        Number,
        Sign,
    }
}
