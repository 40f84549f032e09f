using System.Globalization;
using System.Text;

namespace Qwen.Constraints.Automata;

/// <summary>Reads escapes and bracketed classes of a pattern.</summary>
internal readonly struct PatternClassReader(string pattern, Func<string, ConstraintException> refuse)
{
    /// <summary>Reads from behind the opening bracket to behind the closing one.</summary>
    public CodePointSet ReadClass(ref int at)
    {
        var negated = at < pattern.Length && pattern[at] == '^';
        if (negated)
            at++;
        var set = CodePointSet.Empty;
        while (true)
        {
            if (at >= pattern.Length)
                throw refuse("a '[' is not closed");
            if (pattern[at] == ']')
                break;
            var first = ReadMember(ref at);
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                var dash = at++;
                var last = ReadMember(ref at);
                if (Single(first) is { } low && Single(last) is { } high)
                {
                    if (low > high)
                        throw refuse($"the range at {dash} of the pattern runs backwards");
                    first = CodePointSet.Range(low, high);
                }
                else
                {
                    // a class beside a dash: the dash stands for itself
                    first = first.Union(last).Union(CodePointSet.Of('-'));
                }
            }

            set = set.Union(first);
        }

        at++;
        return negated ? set.Complement() : set;
    }

    /// <summary>Reads an escape, from its backslash.</summary>
    public CodePointSet ReadEscape(ref int at)
    {
        if (at + 1 >= pattern.Length)
            throw refuse("the pattern ends in a backslash");
        var c = pattern[at + 1];
        at += 2;
        switch (c)
        {
            case 'd': return PatternClasses.Digits;
            case 'D': return PatternClasses.Digits.Complement();
            case 'w': return PatternClasses.Word;
            case 'W': return PatternClasses.Word.Complement();
            case 's': return PatternClasses.Space;
            case 'S': return PatternClasses.Space.Complement();
            case 't': return CodePointSet.Of('\t');
            case 'n': return CodePointSet.Of('\n');
            case 'r': return CodePointSet.Of('\r');
            case 'f': return CodePointSet.Of('\f');
            case 'v': return CodePointSet.Of('\v');
            case '0': return CodePointSet.Of(0);
            case 'p' or 'P' when at < pattern.Length && pattern[at] == '{': return Property(c == 'P', ref at);
            case 'x' when Hex(at, 2) is { } value:
                at += 2;
                return CodePointSet.Of(value);
            case 'u' when at < pattern.Length && pattern[at] == '{':
                var end = pattern.IndexOf('}', at);
                if (end < 0 || Hex(at + 1, end - at - 1) is not { } point)
                    throw refuse("a \\u{…} escape is not a code point");
                at = end + 1;
                return CodePointSet.Of(point);
            case 'u' when Hex(at, 4) is { } unit:
                at += 4;
                if (char.IsHighSurrogate((char)unit) && pattern.AsSpan(at).StartsWith("\\u", StringComparison.Ordinal)
                    && Hex(at + 2, 4) is { } low && char.IsLowSurrogate((char)low))
                {
                    at += 6;
                    return CodePointSet.Of(char.ConvertToUtf32((char)unit, (char)low));
                }

                return CodePointSet.Of(unit);
            case 'c' when at < pattern.Length && char.IsAsciiLetter(pattern[at]):
                return CodePointSet.Of(pattern[at++] & 31);
            case 'A' or 'Z' or 'z' or 'G':
                throw refuse($"\\{c} is not an ECMAScript escape (use ^ and $)");
            default:
                at--;
                return ReadPlain(ref at);
        }
    }

    private CodePointSet ReadMember(ref int at)
    {
        if (at >= pattern.Length)
            throw refuse("a '[' is not closed");
        if (pattern[at] != '\\')
            return ReadPlain(ref at);
        if (at + 1 < pattern.Length && pattern[at + 1] == 'b')
        {
            at += 2;
            return CodePointSet.Of('\b');
        }

        return ReadEscape(ref at);
    }

    private CodePointSet ReadPlain(ref int at)
    {
        var rune = Rune.TryGetRuneAt(pattern, at, out var r) ? r : Rune.ReplacementChar;
        at += rune.Utf16SequenceLength;
        return CodePointSet.Of(rune.Value);
    }

    private CodePointSet Property(bool negated, ref int at)
    {
        var end = pattern.IndexOf('}', at);
        var name = end < 0 ? "" : pattern[(at + 1)..end];
        var set = PatternClasses.Property(name) ?? throw refuse($"the Unicode property '{name}' is not known (general categories are)");
        at = end + 1;
        return negated ? set.Complement() : set;
    }

    private int? Hex(int start, int length) =>
        length is > 0 and <= 6 && start + length <= pattern.Length
        && int.TryParse(pattern.AsSpan(start, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
            ? value
            : null;

    private static int? Single(CodePointSet set) => set.Edges.Length == 2 && set.Edges[1] == set.Edges[0] + 1 ? set.Edges[0] : null;
}
