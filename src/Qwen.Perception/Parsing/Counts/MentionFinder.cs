using System.Globalization;
using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Finds the numbers that a sentence names.</summary>
internal static class MentionFinder
{
    /// <summary>The numbers in order, without those that stand within another.</summary>
    /// <param name="sentence">The sentence, folded.</param>
    /// <param name="answer">The whole answer, folded, which tells the language.</param>
    public static IReadOnlyList<CountMention> Find(string sentence, string answer)
    {
        var all = InDigits(sentence)
            .Concat(SpokenLanguages.Find(sentence, answer))
            .Concat(EastAsianNumbers.Find(sentence))
            .Concat(ThaiNumbers.Find(sentence))
            .OrderBy(mention => mention.Start).ThenByDescending(mention => mention.End);
        var found = new List<CountMention>();
        foreach (var mention in all)
        {
            if (found.Count == 0 || mention.Start >= found[^1].End)
                found.Add(Describe(mention, sentence));
        }

        return JoinRanges(found, sentence);
    }

    private static IEnumerable<CountMention> InDigits(string sentence)
    {
        foreach (Match match in CountPhrases.InDigits().Matches(sentence))
        {
            var digits = string.Concat(match.Groups["number"].Value.Where(char.IsAsciiDigit));
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value))
                continue;
            var product = (long)value * EastAsianNumbers.Multiple(match.Groups["multiple"].Value);
            if (product <= int.MaxValue)
                yield return new CountMention(match.Index, match.Index + match.Length, (int)product)
                {
                    IsNumbering = CountPhrases.Numbering().Match(sentence) is { Success: true } numbering && numbering.Index == match.Index,
                };
        }
    }

    private static CountMention Describe(CountMention mention, string sentence)
    {
        var (before, behind) = (sentence[..mention.Start], sentence[mention.End..]);
        return mention with
        {
            IsWeak = mention.IsWeak || mention.IsNumbering || CountPhrases.PartBehind().IsMatch(behind)
                || CountPhrases.PartBefore().IsMatch(before) || IsInBrackets(before, behind),
            IsApproximate = CountPhrases.AboutBefore().IsMatch(before) || CountPhrases.AboutBehind().IsMatch(behind),
        };
    }

    private static bool IsInBrackets(string before, string behind) =>
        before.LastIndexOfAny(['(', '（']) > before.LastIndexOfAny([')', '）']) && behind.AsSpan().IndexOfAny(')', '）') >= 0;

    private static List<CountMention> JoinRanges(List<CountMention> mentions, string sentence)
    {
        for (var i = 0; i + 1 < mentions.Count; i++)
        {
            var (low, high) = (mentions[i], mentions[i + 1]);
            var between = sentence[low.End..high.Start];
            var isEither = mentions.Count == 2 && between.Trim() == "、" && high.Value == low.Value + 1; // 三、四个
            if (low.Value >= high.Value || low.IsNumbering || low.UpTo is not null
                || !(isEither || CountPhrases.RangeBetween().IsMatch(between))
                || (CountPhrases.AndBetween().IsMatch(between) && !CountPhrases.BetweenBefore().IsMatch(sentence[..low.Start])))
                continue;
            mentions[i] = low with { End = high.End, UpTo = high.Value, IsWeak = false };
            mentions.RemoveAt(i + 1);
        }

        return mentions;
    }
}
