using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Chooses among the numbers of an answer the one that counts.</summary>
internal static class CountChoice
{
    /// <summary>The number; null where there is none.</summary>
    /// <param name="found">The numbers in order.</param>
    /// <param name="sentences">The sentences that can hold one.</param>
    /// <param name="answer">The answer, folded.</param>
    /// <param name="stems">The words of what was asked for, folded, without the plural's end.</param>
    /// <param name="doubt">Why another one could be meant; null where none could.</param>
    public static CountMention? Choose(
        List<FoundCount> found, List<string> sentences, string answer, string[] stems, out string? doubt)
    {
        doubt = null;
        var strong = found.FindAll(one => !one.Mention.IsWeak);
        if (strong.FindLast(one => one.IsTotal) is { } total)
            return total.Mention;
        if (FindSum(strong) is { } sum)
            return sum.Mention;
        if (FindNone(strong, sentences, answer, stems) is { } none)
            return none;
        if (strong.Count > 1)
            return ChooseOne(strong, stems, out doubt);
        if (strong.Count == 1)
            return strong[0].Mention;

        // "one" is a number where nothing else is, the announced one first
        var weak = found.FindAll(one => !one.Mention.IsNumbering);
        var first = weak.Find(one => one.IsAnnounced) ?? weak.LastOrDefault();
        return (first ?? (found.Count == 1 ? found[0] : null))?.Mention;
    }

    private static CountMention ChooseOne(List<FoundCount> strong, string[] stems, out string? doubt)
    {
        doubt = null;
        if (stems.Length > 0 && strong.Where((_, i) => Follows(strong, i, stems)).ToList() is [var only])
            return only.Mention;

        // of what is announced once, numbers in other sentences or ahead of it tell of something else
        var announced = strong.FindAll(one => one.IsAnnounced);
        var chosen = announced.Count > 0 ? announced[^1] : strong[^1];
        var sure = announced.Count == 1
            && !strong.Exists(one => one.Number == chosen.Number && one.Mention.Start > chosen.Mention.Start);
        var values = strong.Select(one => one.Mention.Value).Distinct().ToList();
        if (!sure && values.Count > 1)
            doubt = $"The answer holds several numbers ({string.Join(", ", values.Take(10))}): {chosen.Mention.Value} was taken.";
        return chosen.Mention;
    }

    // one that is all others together
    private static FoundCount? FindSum(List<FoundCount> strong)
    {
        var sum = strong.Sum(one => (long)one.Mention.Value);
        return strong.Count < 3 ? null : strong.FindLast(one => one.Mention.UpTo is null && sum == 2L * one.Mention.Value);
    }

    // "there are no …" is the answer where it names what was asked for, or nothing else is announced; a plain "no" where no number is
    private static CountMention? FindNone(List<FoundCount> strong, List<string> sentences, string answer, string[] stems)
    {
        for (var i = 0; i < sentences.Count; i++)
        {
            var sentence = sentences[i];
            foreach (Match none in CountPhrases.None().Matches(sentence))
            {
                if (none.Groups["english"].Success && !SpokenLanguages.IsEnglish(answer))
                    continue;
                var named = stems.Length > 0 && stems.All(stem => sentence.AsSpan(none.Index).Contains(stem, StringComparison.Ordinal));
                var alone = !strong.Exists(one => one.Number == i ? IsBeside(one, none) : one.IsAnnounced);
                if (strong.Count == 0 || (none.Groups["announced"].Success && (named || alone)))
                    return new CountMention(none.Index, none.Index + none.Length, 0);
            }
        }

        return null;
    }

    // whether a number stands before a "none" or is announced by other words behind it
    private static bool IsBeside(FoundCount one, Match none)
    {
        var start = Math.Min(none.Index + none.Length, one.Mention.Start);
        return one.Mention.Start < none.Index || CountPhrases.Announced().IsMatch(one.Sentence[start..one.Mention.Start]);
    }

    // whether what was asked for stands between a number and the next one
    private static bool Follows(List<FoundCount> strong, int index, string[] stems)
    {
        var one = strong[index];
        var end = index + 1 < strong.Count && strong[index + 1].Number == one.Number
            ? strong[index + 1].Mention.Start
            : one.Sentence.Length;
        var behind = one.Sentence[one.Mention.End..end];
        return stems.All(stem => behind.Contains(stem, StringComparison.Ordinal));
    }
}
