using System.Globalization;
using System.Text;

namespace Qwen.Shared.Lettering;

/// <summary>
/// Brings a line of text into the order in which it stands from left to right: what is written from the right is turned round, numbers and
/// words of other scripts in it are not. The rules of Unicode's bidirectional algorithm (annex 9) without its embedding marks.
/// </summary>
internal static class VisualOrder
{
    private enum Direction
    {
        Neutral,
        Left,
        Right,
        Number,
    }

    /// <summary>The line, each letter with its marks behind it.</summary>
    public static string Of(string text)
    {
        var letters = Elements(text);
        var directions = letters.Select(DirectionOf).ToArray();
        if (!directions.Contains(Direction.Right))
            return text;

        var turned = directions.FirstOrDefault(direction => direction is Direction.Left or Direction.Right) == Direction.Right;
        JoinNumbers(letters, directions);
        var levels = Levels(directions, turned ? 1 : 0);
        for (var i = 0; i < letters.Length; i++)
        {
            if (levels[i] % 2 == 1)
                letters[i] = Mirror(letters[i]);
        }

        for (var level = levels.Max(); level >= 1; level--)
            Reverse(letters, levels, level);
        return string.Concat(letters);
    }

    // a dot or a comma between two digits is of the number
    private static void JoinNumbers(string[] letters, Direction[] directions)
    {
        for (var i = 1; i < letters.Length - 1; i++)
        {
            if (letters[i] is "." or "," or ":" or "/" && directions[i - 1] == Direction.Number && directions[i + 1] == Direction.Number)
                directions[i] = Direction.Number;
        }
    }

    private static int[] Levels(Direction[] directions, int ground)
    {
        var levels = new int[directions.Length];
        var strong = ground == 1 ? Direction.Right : Direction.Left;
        for (var i = 0; i < directions.Length; i++)
        {
            if (directions[i] is Direction.Left or Direction.Right)
                strong = directions[i];
            levels[i] = directions[i] switch
            {
                Direction.Left => ground == 1 ? 2 : 0,
                Direction.Right => 1,
                Direction.Number => strong == Direction.Right || ground == 1 ? 2 : 0,
                _ => -1,
            };
        }

        // what has no direction goes with its neighbours where they agree, else with the line
        for (var i = 0; i < levels.Length; i++)
        {
            if (levels[i] >= 0)
                continue;
            var end = i;
            while (end < levels.Length && levels[end] < 0)
                end++;
            var before = i > 0 && levels[i - 1] > 0;
            var after = end < levels.Length && levels[end] > 0;
            var level = before && after && (levels[i - 1] == 1 || levels[end] == 1) ? 1
                : before && after && levels[i - 1] == levels[end] && directions[i - 1] == Direction.Left ? 2
                : ground;
            Array.Fill(levels, level, i, end - i);
            i = end - 1;
        }

        return levels;
    }

    private static void Reverse(string[] letters, int[] levels, int level)
    {
        for (var i = 0; i < letters.Length; i++)
        {
            var end = i;
            while (end < letters.Length && levels[end] >= level)
                end++;
            if (end == i)
                continue;
            Array.Reverse(letters, i, end - i);
            Array.Reverse(levels, i, end - i);
            i = end;
        }
    }

    private static string[] Elements(string text)
    {
        var elements = new List<string>();
        var each = StringInfo.GetTextElementEnumerator(text);
        while (each.MoveNext())
            elements.Add(each.GetTextElement());
        return [.. elements];
    }

    private static Direction DirectionOf(string letter)
    {
        var rune = Rune.GetRuneAt(letter, 0);
        if (rune.Value is >= 0x590 and <= 0x8FF or >= 0xFB1D and <= 0xFDFF or >= 0xFE70 and <= 0xFEFC or >= 0x10800 and <= 0x10FFF)
            return Rune.IsDigit(rune) ? Direction.Number : Rune.IsLetter(rune) ? Direction.Right : Direction.Neutral;
        return Rune.IsDigit(rune) ? Direction.Number : Rune.IsLetter(rune) ? Direction.Left : Direction.Neutral;
    }

    private static string Mirror(string letter) => letter switch
    {
        "(" => ")", ")" => "(", "[" => "]", "]" => "[", "{" => "}", "}" => "{", "<" => ">", ">" => "<", "«" => "»", "»" => "«",
        _ => letter,
    };
}
