namespace Qwen.Perception.Parsing.Counts;

/// <summary>A number that a sentence names, in digits or in words.</summary>
/// <param name="Start">Where it starts in the sentence.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Value">The number.</param>
internal sealed record CountMention(int Start, int End, int Value)
{
    /// <summary>Whether it may be no number at all: "one" and the articles, a part of what was counted, the numbering of a list.</summary>
    public bool IsWeak { get; init; }

    /// <summary>Whether it numbers an entry of a list.</summary>
    public bool IsNumbering { get; init; }

    /// <summary>Whether it was said to be about so many.</summary>
    public bool IsApproximate { get; init; }

    /// <summary>The upper end, where it is the lower one of a range.</summary>
    public int? UpTo { get; init; }
}
