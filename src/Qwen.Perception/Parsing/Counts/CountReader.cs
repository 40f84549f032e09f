using System.Text.RegularExpressions;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Reads how many there are from an answer in digits or in the words of many languages.</summary>
internal static partial class CountReader
{
    /// <summary>Most letters that are read, from the end: a count is a sentence or two.</summary>
    private const int Longest = 20_000;

    private const string Approximate = "The answer gives the number as about so many.";
    private const string Refused = "The model answered that it cannot count them.";
    private const string NoNumber = "The answer names no number.";
    private const string Listed = "The answer lists them without a number: its entries were counted.";

    /// <summary>The count, and what has to be known of it; never throws.</summary>
    /// <param name="text">The answer without its list of findings.</param>
    /// <param name="what">What was to be counted; empty where that is not known.</param>
    public static CountReading Read(string text, string what = "")
    {
        text = Thought.Blank(text);
        var answer = AnswerFolding.Fold(text.Length > Longest ? text[^Longest..] : text);
        if (string.IsNullOrWhiteSpace(answer))
            return default;
        var sentences = SentenceEnd().Split(answer).Where(sentence => sentence.Trim().Length > 0).ToList();
        var told = sentences.FindAll(sentence => !CountPhrases.Refusal().IsMatch(sentence));
        var found = new List<FoundCount>();
        for (var i = 0; i < told.Count; i++)
        {
            var before = 0;
            foreach (var mention in MentionFinder.Find(told[i], answer))
            {
                found.Add(new FoundCount(mention, told[i], i, before));
                before = mention.End;
            }
        }

        var choice = CountChoice.Choose(found, told, answer, Stems(what), out var doubt);
        if (choice is { UpTo: { } end })
            return new CountReading(null, $"The answer gives no single number, but {choice.Value} to {end}.");
        if (choice is not null)
            return new CountReading(choice.Value, choice.IsApproximate ? Approximate : doubt);
        if (found.Count > 1 && found.TrueForAll(one => one.Mention.IsNumbering))
            return new CountReading(found.Count, Listed);
        var refused = told.Count < sentences.Count || CountPhrases.Regret().IsMatch(answer);
        return new CountReading(null, refused ? Refused : NoNumber);
    }

    private static string[] Stems(string what) =>
        [.. SpokenLanguage.Word().Matches(AnswerFolding.Fold(what)).Select(word => Stem(word.Value))];

    private static string Stem(string word) => word.Length > 3 ? word.TrimEnd('s') : word;

    // a full stop ends a sentence only before a blank or the end: 1.5 is one number; behind the number of an entry it ends none
    [GeneratedRegex(
        @"(?<!(?:^|\n)\s{0,8}[0-9]{1,3})[.!?؟](?=\s|$)|[。！？\r\n;；]"
        + @"|[,،]\s+(?=(?:but|however|aber|mais|pero|ma|mas|но|لكن)\b)|，(?=但|不过)")]
    private static partial Regex SentenceEnd();
}
