namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>The value of a name that nobody gave one: false, empty as text, without members.</summary>
internal sealed class TemplateUndefined
{
    private TemplateUndefined()
    {
    }

    public static TemplateUndefined Value { get; } = new();
}
