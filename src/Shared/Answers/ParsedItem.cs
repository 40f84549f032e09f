namespace Qwen.Shared.Answers;

/// <summary>One finding as the model wrote it, in pixels of the picture that it saw.</summary>
/// <param name="Numbers">Four numbers of a box (x1 y1 x2 y2) or two of a point (x y); finite.</param>
/// <param name="Label">What it is, or the text inside; trimmed, may be empty.</param>
/// <param name="Attributes">Everything else that the model said about it.</param>
internal sealed record ParsedItem(IReadOnlyList<double> Numbers, string Label, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>No attributes.</summary>
    public static IReadOnlyDictionary<string, string> NoAttributes { get; } = new Dictionary<string, string>();

    /// <summary>Where the answer spells the numbers, in its order; empty where that is not known.</summary>
    public IReadOnlyList<Range> Places { get; init; } = [];

    /// <summary>Where the answer spells the label; null where that is not known.</summary>
    public Range? LabelPlace { get; init; }

    /// <summary>Whether it is a box; else it is a point.</summary>
    public bool IsBox => Numbers.Count == 4;
}
