using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>How a language that parts its words says numbers. All words are folded.</summary>
internal sealed partial class SpokenLanguage
{
    private static readonly HashSet<string> Dozens =
    [
        "dozen", "dozens", "dutzend", "douzaine", "douzaines", "docena", "docenas", "dozzina", "dozzine", "duzia", "duzias", "дюжина",
        "дюжины",
    ];

    // many without a number before them
    private static readonly HashSet<string> Uncounted =
    [
        "dozens", "hundreds", "thousands", "millions", "dutzende", "hunderte", "tausende", "douzaines", "dizaines", "centaines", "milliers",
        "docenas", "decenas", "cientos", "miles", "dozzine", "decine", "centinaia", "migliaia", "duzias", "dezenas", "centenas", "milhares",
        "десятки", "сотни", "тысячи",
    ];

    private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> weak;
    private readonly HashSet<string> common;
    private readonly HashSet<string> connectors;

    /// <summary>Makes a language.</summary>
    /// <param name="numbers">Words and what they stand for: <c>one=1 two=2</c>.</param>
    /// <param name="weak">Words that are a number only where nothing else is: one, a, none's article.</param>
    /// <param name="common">Frequent words, by which the language is told from others.</param>
    /// <param name="connectors">Words that stand between the parts of a number.</param>
    public SpokenLanguage(string numbers, string weak, string common, string connectors)
    {
        foreach (var pair in numbers.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            var sign = pair.IndexOf('=');
            this.numbers[pair[..sign]] = int.Parse(pair.AsSpan(sign + 1), System.Globalization.CultureInfo.InvariantCulture);
        }

        this.weak = [.. weak.Split(' ')];
        this.common = [.. common.Split(' ')];
        this.connectors = [.. connectors.Split(' ')];
    }

    /// <summary>Number of frequent words of the language in a text.</summary>
    public int Recognise(IEnumerable<string> words) => words.Count(common.Contains);

    /// <summary>What one word stands for, put together where the language writes numbers as one word; null for no number.</summary>
    public Func<string, int?>? Compound { get; init; }

    /// <summary>The letter that means "and" and is written as one word with what follows; null for none.</summary>
    public char? Joiner { get; init; }

    /// <summary>Whether units stand before the tens: "one and twenty".</summary>
    public bool UnitsFirst { get; init; }

    /// <summary>Whether four twenties are eighty, and teens follow tens.</summary>
    public bool CountsByTwenty { get; init; }

    /// <summary>
    /// Whether ten multiplies the number ahead and adds the one behind: "two ten three". A word of -10 adds ten to the number ahead.
    /// </summary>
    public bool CountsTens { get; init; }

    /// <summary>The numbers in words of a sentence.</summary>
    public IEnumerable<CountMention> Find(string sentence)
    {
        var words = Word().Matches(sentence).ToList();
        for (var i = 0; i < words.Count; i++)
        {
            if (ValueOf(words[i].Value, out _) is not (>= 0 and var first))
                continue;
            var number = new SpokenNumber(first, this);
            var last = i;
            for (var next = i + 1; next < words.Count && IsNear(sentence, words[last], words[next], next - last > 1); next++)
            {
                if (ValueOf(words[next].Value, out var joined) is { } value
                    && number.TryAdd(value, joined || next - last > 1, Dozens.Contains(words[next].Value)))
                    last = next;
                else if (next - last > 1 || !connectors.Contains(words[next].Value))
                    break;
            }

            // "two-tone" and "third" count nothing
            var end = words[last].Index + words[last].Length;
            var single = last == i;
            if ((end + 1 >= sentence.Length || sentence[end] != '-' || !char.IsLetter(sentence[end + 1]))
                && !(single && Uncounted.Contains(words[i].Value)))
            {
                var mention = new CountMention(words[i].Index, end, number.Value) { IsWeak = single && weak.Contains(words[i].Value) };
                yield return Dozens.Contains(words[last].Value) ? Halved(mention, sentence) : mention;
            }

            i = last;
        }
    }

    // "half a dozen", "two and a half dozen", "a dozen and a half"
    private static CountMention Halved(CountMention dozen, string sentence)
    {
        if (dozen.Value == 12 && HalfBefore().Match(sentence[..dozen.Start]) is { Success: true } half)
            return dozen with { Start = half.Index, Value = 6 };
        return HalfBehind().Match(sentence[dozen.End..]) is { Success: true } more
            ? dozen with { End = dozen.End + more.Length, Value = dozen.Value + 6 }
            : dozen;
    }

    private int? ValueOf(string word, out bool joined)
    {
        joined = false;
        if (numbers.TryGetValue(word, out var value))
            return value;
        joined = Joiner is { } and && word[0] == and;
        return joined && numbers.TryGetValue(word[1..], out value) ? value : Compound?.Invoke(word);
    }

    // parts of a number are parted by blanks or hyphens, with one connector between at most
    private static bool IsNear(string sentence, Match last, Match next, bool connected)
    {
        var gap = sentence.AsSpan(last.Index + last.Length, next.Index - last.Index - last.Length);
        return connected ? gap.Length <= 40 : gap.ContainsAnyExcept(' ', '-', '\u00A0') is false && gap.Length <= 3;
    }

    [GeneratedRegex(@"\b(?:half (?:an? )?|halbe[sn]? |demi[- ]|media |mezza |meia )$")]
    private static partial Regex HalfBefore();

    [GeneratedRegex(@"^ (?:and a half|et demie|y media|e mezza|e meia)\b")]
    private static partial Regex HalfBehind();

    /// <summary>Words of letters; hyphens part them.</summary>
    [GeneratedRegex(@"[\p{L}]+")]
    public static partial Regex Word();
}
