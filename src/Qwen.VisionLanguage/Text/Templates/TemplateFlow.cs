namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>How a loop goes on behind a statement.</summary>
internal enum TemplateFlow
{
    /// <summary>With the next statement.</summary>
    Next,

    /// <summary>With the next round.</summary>
    Continue,

    /// <summary>Behind the loop.</summary>
    Break,
}
