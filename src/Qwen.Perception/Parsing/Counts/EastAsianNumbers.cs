using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Numbers in Chinese, Japanese and Korean words.</summary>
internal static partial class EastAsianNumbers
{
    private const string Digits = "零一二三四五六七八九";

    private const string SinoKoreanLetters = "영일이삼사오육칠팔구십백천만";
    private const string HanOfSino = "零一二三四五六七八九十百千万";

    private static readonly string[] KoreanTens = ["열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];

    private static readonly string[] KoreanUnits =
        ["하나", "한", "둘", "두", "셋", "세", "넷", "네", "다섯", "다섯", "여섯", "여섯", "일곱", "일곱", "여덟", "여덟", "아홉", "아홉"];

    private static readonly string[] JapaneseUnits =
        ["ひと", "ふた", "みっ", "よっ", "いつ", "むっ", "なな", "やっ", "ここの"];

    /// <summary>The numbers in words of a sentence.</summary>
    public static IEnumerable<CountMention> Find(string sentence)
    {
        foreach (Match match in Han().Matches(sentence))
        {
            // one is also the article, and stands in many words
            if (ReadAbout(match.Value) is (var low, var high))
                yield return new CountMention(match.Index, match.Index + match.Length, low) { UpTo = high };
            else if (ReadHan(match.Value) is { } value)
                yield return new CountMention(match.Index, match.Index + match.Length, value) { IsWeak = match.Value == "一" };
        }

        foreach (Match match in Japanese().Matches(sentence))
            yield return new CountMention(
                match.Index, match.Index + match.Length, Array.IndexOf(JapaneseUnits, match.Groups["unit"].Value) + 1);

        foreach (Match match in Korean().Matches(sentence))
        {
            var tens = match.Groups["tens"].Value.Replace("스무", "스물");
            var hundreds = match.Groups["hundreds"] is { Success: true } sino ? ReadHan(HanOf(sino.Value)) ?? 0 : 0;
            var value = hundreds + (10 * (Array.IndexOf(KoreanTens, tens) + 1))
                + ((Array.IndexOf(KoreanUnits, match.Groups["unit"].Value) + 2) / 2);
            var isArticle = value == 1 && match.Groups["unit"].Value == "한";
            if (value > 0)
                yield return new CountMention(match.Index, match.Index + match.Length, value) { IsWeak = isArticle };
        }

        foreach (Match match in SinoKorean().Matches(sentence))
        {
            if (ReadHan(HanOf(match.Groups["number"].Value)) is { } value)
                yield return new CountMention(match.Index, match.Index + match.Length, value);
        }
    }

    private static string HanOf(string sinoKorean) =>
        string.Concat(sinoKorean.Select(letter => HanOfSino[SinoKoreanLetters.IndexOf(letter)]));

    /// <summary>The multiple that stands behind digits; 1 for none.</summary>
    public static int Multiple(string letter) => letter switch
    {
        "百" or "백" => 100,
        "千" or "천" => 1000,
        "万" or "萬" or "만" => 10_000,
        _ => 1,
    };

    // 三四 is three or four, 十七八 seventeen or eighteen, 二三十 twenty or thirty
    private static (int Low, int High)? ReadAbout(string word)
    {
        for (var i = 0; i + 1 < word.Length; i++)
        {
            var (first, second) = (DigitOf(word[i]), DigitOf(word[i + 1]));
            var around = word.Remove(i, 2);
            if (first > 0 && (second == first + 1 || (first, second) is (3, 5)) && around.All(letter => Place(letter) > 0)
                && ReadHan(word.Remove(i + 1, 1)) is { } low && ReadHan(word.Remove(i, 1)) is { } high)
                return (low, high);
        }

        return null;
    }

    // 三百二十一, 二〇二, 两千零五, 一万二千
    private static int? ReadHan(string word)
    {
        long total = 0, part = 0, digit = 0;
        var placed = word.Any(letter => Place(letter) > 0);
        foreach (var letter in word)
        {
            var place = Place(letter);
            if (place == 0)
                digit = placed ? DigitOf(letter) : (digit * 10) + DigitOf(letter);
            else if (place < 10_000)
                (part, digit) = (part + (Math.Max(1, digit) * place), 0);
            else
                (total, part, digit) = (total + (Math.Max(1, part + digit) * place), 0, 0);
            if (total + part + digit > int.MaxValue)
                return null;
        }

        return (int)(total + part + digit);
    }

    private static long DigitOf(char letter) => letter switch
    {
        '〇' => 0,
        '两' or '兩' or '貳' or '弐' => 2,
        '壹' or '壱' => 1,
        '參' or '叁' or '参' => 3,
        _ => Digits.IndexOf(letter),
    };

    private static int Place(char letter) => letter switch
    {
        '十' or '拾' => 10,
        '廿' => 20,
        '百' => 100,
        '千' => 1000,
        '万' or '萬' => 10_000,
        _ => 0,
    };

    // a triangle, a cross, "some", "together" and "the third" count nothing; digits before it take it as their multiple
    [GeneratedRegex(
        "(?<![第0-9每同唯万])(?:[零〇一二三四五六七八九十百千万萬两兩]+(?![零〇一二三四五六七八九十百千万萬两兩])"
        + "(?![角边邊方邉辺字些样樣起共定般直下次致旦切级級圣星叶維维次番目]))")]
    private static partial Regex Han();

    [GeneratedRegex("(?<unit>ひと|ふた|みっ|よっ|いつ|むっ|なな|やっ|ここの)(?:つ|り(?!で))")]
    private static partial Regex Japanese();

    [GeneratedRegex(
        "(?<![가-힣])(?=[가-힣])(?<hundreds>(?:[일이삼사오육칠팔구]?[백천만])+(?=[열스서마쉰예일여아하한둘두셋세넷네다]))?(?<tens>열|스물|스무|서른|마흔|쉰|예순|일흔|여든|아흔)?"
        + "(?<unit>하나|한|둘|두|셋|세|넷|네|다섯|여섯|일곱|여덟|아홉)?"
        + "(?=\\s?(?:개|명|마리|대|송이|그루|장|권|사람|곳|채|켤레|잔|병|줄|가지|척|점)|\\s?(?:입니다|이다|이에요|예요)|[\\s.,!]|$)")]
    private static partial Regex Korean();

    [GeneratedRegex(
        "(?<![가-힣])(?<number>[일이삼사오육칠팔구]?[십백천만](?:[일이삼사오육칠팔구]?[십백천만])*[일이삼사오육칠팔구]?|[영일이삼사오육칠팔구])"
        + "(?=\\s?(?:개|명|마리|대|송이|그루|장|권|점)|입니다)")]
    private static partial Regex SinoKorean();
}
