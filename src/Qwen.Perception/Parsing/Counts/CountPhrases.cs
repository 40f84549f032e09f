using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>What stands around a number and says what kind it is; folded, in the languages that the model answers in.</summary>
internal static partial class CountPhrases
{
    /// <summary>Says that the number is all of them; before or behind it.</summary>
    [GeneratedRegex(
        @"\b(?:in total|total|altogether|all in all|in all|overall|combined|therefore|thus|hence|in conclusion|so|answer|equals"
        + @"|insgesamt|zusammen|gesamt|summe|somit|au total|en tout|donc|en total|por tanto|por lo tanto|in totale|in tutto|quindi"
        + @"|no total|ao todo|portanto|всего|итого|в сумме|المجموع|اجمالي|مجموع|الاجمالي)\b"
        + "|=|共|總|总|合計|合计|全部で|全部|計|총|모두|합계|所以|因此|したがって|따라서")]
    public static partial Regex Total();

    /// <summary>Says that a count follows.</summary>
    [GeneratedRegex(
        @"(?:\bthere(?:'s|'re| are| is| were| appear to be| seem to be)|\bi (?:can )?(?:see|count|counted|find|found|detect|detected)"
        + @"|\b(?:shows|contains|has|have|depicts|features|includes|displays|es gibt|es sind|gibt es|sind|sehe ich|ich sehe|ich zahle"
        + @"|enthalt|zeigt|befinden sich|il y a|je vois|je compte|contient|montre|hay|veo|cuento|contiene|muestra|se ven|existen|ci sono"
        + @"|vedo|conto|si vedono|mostra|ha|existem|vejo|contem|tem|есть|вижу|находится|находятся|изображено|изображены|видно|показано"
        + @"|يوجد|توجد|هناك|اري|تحتوي|تظهر)\b|有|是)[^0-9]{0,24}$")]
    public static partial Regex Announced();

    /// <summary>None at all.</summary>
    [GeneratedRegex(
        @"\b(?:(?<announced>there (?:are|is|were) (?:no|not any|none)|there (?:aren't|isn't) (?:any|a)"
        + @"|do(?:es)? not (?:see|contain|show|have) any|don't see any|can(?:no|')t see any|no hay|no se ven|no veo"
        + @"|il n'y (?:en )?a (?:pas|aucun)|non ci sono|non c'e|nao ha|nao existem|es gibt kein\w*|es sind kein\w*"
        + @"|لا يوجد|لا توجد|ليس هناك)"
        + @"|(?<english>no(?![,.!:-]))|none|nobody|nothing|kein(?:e|er|en|em|es|s)?|nichts|aucune?|ningun[oa]?|nessun[oa]?|nenhuma?"
        + @"|нет|нету|ни одного|ни одной|не видно|отсутству\w+|nie ma|brak|zadn(?:ego|ej|ych)|geen|inga|inget|ingen|intet|yok|hic"
        + @"|khong co|tidak ada|tiada|немає)\b"
        + "|(?<announced>没有|沒有|無し|无任何|不存在|ありません|いません|見当たりません|없습니다|없어요|없다|보이지 않습니다)|없음|ไม่มี")]
    public static partial Regex None();

    /// <summary>The model will not or cannot count.</summary>
    [GeneratedRegex(
        @"\b(?:unable to|(?:can(?:no|')t|cannot|could not|couldn't|not able to|not possible to|impossible to|difficult to|hard to)"
        + @"(?: \w+){0,2} (?:count|determine|tell|say|see the|view|analy[sz]e|identify|provide|access|process|answer|know|give"
        + @"|make out|assist|help)|kann ich (?:\w+ ){0,4}nicht|kann (?:\w+ ){0,6}nicht|nicht moglich|ne (?:peux|puis) pas|impossible de"
        + @"|no puedo|no es posible|non posso|non (?:e|riesco)\b.{0,30}(?:possibile|contare)|non riesco|nao (?:posso|consigo)"
        + @"|nao e possivel|не могу|невозможно|не удается)\b|无法|無法|不能|看不清|できません|分かりません|わかりません|할 수 없|셀 수 없"
        + @"|알 수 없|لا (?:استطيع|يمكن)")]
    public static partial Regex Refusal();

    /// <summary>Says sorry; with no number beside it, that the model did not count.</summary>
    [GeneratedRegex(
        @"\b(?:sorry|apologi[sz]e|leider|tut mir leid|desolee?|lo siento|mi dispiace|desculpe|sinto muito|извините|к сожалению)\b"
        + "|抱歉|对不起|對不起|申し訳|죄송|عذرا|اسف")]
    public static partial Regex Regret();

    /// <summary>Says, right before a number, that it is about so many.</summary>
    [GeneratedRegex(
        @"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|circa|ca\.?|maybe|perhaps|probably|over|under"
        + @"|more than|less than|fewer than|at least|at most|up to|an estimated|estimated?(?: at)?|etwa|ungefahr|rund|zirka|fast"
        + @"|mindestens|hochstens|uber|mehr als|vermutlich|environ|presque|a peu pres|plus de|moins de|au moins|peut-etre|unos|unas"
        + @"|aproximadamente|alrededor de|casi|mas de|al menos|por lo menos|quizas|quasi|piu di|almeno|forse|cerca de|quase|mais de"
        + @"|pelo menos|talvez|около|примерно|приблизительно|почти|более|больше|не менее|حوالي|نحو|تقريبا|ما يقارب|اكثر من|على الاقل)"
        + @"(?: (?:half|a|an|un|une|una|uno|uma|ein|eine|einem|einen|the)){0,2}"
        + @"|[~≈<>≥≤]|大约|大約|大概|约|約|差不多|至少|超过|超過|およそ|おおよそ|약|대략|최소)[有是]?\s*$")]
    public static partial Regex AboutBefore();

    /// <summary>Says so right behind it.</summary>
    [GeneratedRegex(
        @"^\s*(?:\+|or more|or so|or fewer|oder mehr|ou plus|o mas|o piu|ou mais|或更多|多(?=[个個只隻名])"
        + @"|(?:[个個只隻名つ개명匹枚]\s?)?(?:左右|以上|くらい|ぐらい|ほど|程度|정도|이상|가량))")]
    public static partial Regex AboutBehind();

    /// <summary>Stands between the ends of a range.</summary>
    [GeneratedRegex(
        @"^\s*(?:个|個|つ|개|匹|枚)?\s*(?:-|~|〜|～|to|till|or|bis|oder|a|al|ou|o|e|y|et|und|and|и|или|до|الي|و|او"
        + @"|tot|of|till|eller|lub|albo|den|ile|veya|hoac|sampai|atau|ถึง|หรือ|至|到|或|から|か|또는|에서|と|和)\s*$")]
    public static partial Regex RangeBetween();

    /// <summary>Makes a range of two numbers that an "and" joins: "between three and five".</summary>
    [GeneratedRegex(@"\b(?:between|zwischen|entre|tra|fra|между|بين)\s*$|介于\s*$|在\s*$")]
    public static partial Regex BetweenBefore();

    /// <summary>Joins of a range that need such a word.</summary>
    [GeneratedRegex(@"^\s*(?:and|und|et|y|e|и|و|和|と)\s*$")]
    public static partial Regex AndBetween();

    /// <summary>Follows a number that is a part of what was counted.</summary>
    [GeneratedRegex(@"^\s+(?:of (?:them|these|those|which)|davon|von ihnen|d'entre|de ellos|de ellas|di loro|deles|delas|из них|منها)\b")]
    public static partial Regex PartBehind();

    /// <summary>Stands before a number that is a part of what was counted, or names one of them.</summary>
    [GeneratedRegex(
        @"(?:其中|そのうち|그 중|그중|\bdavon|\bof which|\bof these|\bof them|\brow|\bcolumn|\bpicture|\bimage|\bline|\bstep|\bnumber)\s*$")]
    public static partial Regex PartBefore();

    /// <summary>A number in digits, with what may stand before and behind it.</summary>
    [GeneratedRegex(
        @"(?<![a-z\u0430-\u044F_#0-9]|[0-9][.,:/])"
        + @"(?<number>[0-9]{1,3}(?:[,.' \u00A0\u202F\u2009\u066C][0-9]{3})+|[0-9]+)"
        + @"(?![0-9]|[.,:/][0-9]|\s?(?:%|px\b|pixels?\b|pixeln?\b|percent\b|prozent\b|cm\b|mm\b|inch(?:es)?\b"
        + @"|degrees?\b|°|٪|像素|厘米|毫米)|st\b|nd\b|rd\b|th\b|º|ª|-?й\b|-?я\b|x[0-9]|-[a-z\u0430-\u044F])"
        + @"(?:\s?(?<multiple>[百千万萬백천만])(?![角克米]))?")]
    public static partial Regex InDigits();

    /// <summary>What numbers the entries of a list.</summary>
    [GeneratedRegex(@"(?<=^\s{0,8})[0-9]{1,3}(?=[.)、:](?:\s|$))")]
    public static partial Regex Numbering();
}
