using System.Buffers;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>A number with the sentence that names it.</summary>
/// <param name="Mention">The number.</param>
/// <param name="Sentence">The sentence, folded.</param>
/// <param name="Number">Which of the sentences it is.</param>
/// <param name="After">Where in the sentence the number before it ends; 0 for the first.</param>
internal sealed record FoundCount(CountMention Mention, string Sentence, int Number, int After)
{
    // a total closely behind its number, not behind a comma or another number
    private static readonly SearchValues<char> OtherThings = SearchValues.Create(",，:0123456789");

    /// <summary>What stands between the number before and this one.</summary>
    public string Ahead => Sentence[After..Mention.Start];

    /// <summary>What stands behind it.</summary>
    public string Behind => Sentence[Mention.End..];

    /// <summary>Whether "there are" or the like stands before it.</summary>
    public bool IsAnnounced => CountPhrases.Announced().IsMatch(Ahead);

    /// <summary>Whether it is said to be all of them: "48 in total".</summary>
    public bool IsTotal
    {
        get
        {
            if (CountPhrases.Total().IsMatch(Ahead))
                return true;
            var behind = Behind;
            var end = behind.AsSpan().IndexOfAny(OtherThings);
            return CountPhrases.Total().IsMatch(behind[..Math.Min(end < 0 ? 40 : end, Math.Min(40, behind.Length))]);
        }
    }
}
