using System.Text.RegularExpressions;

namespace Qwen.Perception.Parsing.Counts;

/// <summary>Numbers in Thai words, which no blanks part.</summary>
internal static partial class ThaiNumbers
{
    private static readonly string[] Words =
        ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "เอ็ด", "ยี่", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"];

    private static readonly int[] Values = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 10, 100, 1000, 10_000, 100_000];

    /// <summary>The numbers in words of a sentence.</summary>
    public static IEnumerable<CountMention> Find(string sentence)
    {
        foreach (Match match in Number().Matches(sentence))
        {
            long total = 0, digit = 0;
            foreach (Capture word in match.Groups["word"].Captures)
            {
                var value = Values[Array.IndexOf(Words, word.Value)];
                if (value < 10)
                    digit = value;
                else
                    (total, digit) = (total + (Math.Max(1, digit) * value), 0);
            }

            if (total + digit <= int.MaxValue)
                yield return new CountMention(match.Index, match.Index + match.Length, (int)(total + digit));
        }
    }

    // a square is named by its four sides: a number that counts stands before what it is counted in, or alone
    [GeneratedRegex(
        "(?:(?<word>ศูนย์|หนึ่ง|สอง|สาม|สี่|ห้า|หก|เจ็ด|แปด|เก้า|เอ็ด|ยี่|สิบ|ร้อย|พัน|หมื่น|แสน)){1,12}"
        + "(?=\\s*(?:ตัว|คน|ชิ้น|รูป|อัน|ใบ|ดอก|ลูก|คัน|เล่ม|ต้น|ดวง|หลัง|ฟอง|จุด|วง|แห่ง|ภาพ|กล่อง|เส้น|แถว|ช่อง"
        + "|เครื่อง|แผ่น|ถ้วย|แก้ว|ขวด|คู่|กลุ่ม)"
        + "|\\s*$|\\s*[.,!]|\\s)")]
    private static partial Regex Number();
}
