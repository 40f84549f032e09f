namespace Qwen.VisionLanguage.Profiles;

/// <summary>How a model is asked for the Markdown of a page.</summary>
public sealed class PageProfile
{
    /// <summary>The question.</summary>
    public required string Prompt { get; init; }

    /// <summary>Pixels of a page's longer side, where the model was trained on one size; null for the usual limits.</summary>
    public int? LongestSide { get; init; }

    /// <summary>Whether the question stands before the picture.</summary>
    public bool TextFirst { get; init; }

    /// <summary>Whether the answer begins with properties of the page between two lines of dashes.</summary>
    public bool FrontMatter { get; init; }
}
