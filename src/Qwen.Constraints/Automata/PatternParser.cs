using System.Globalization;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <summary>Reads ECMAScript (ECMA-262 §22.2) pattern syntax as JSON Schema uses it; what is not regular is refused by name.</summary>
internal sealed class PatternParser
{
    private const int MaxMarks = 3;
    private const long MaxNestedCount = 100_000;

    private readonly string pattern;
    private readonly Func<string, ConstraintException> refuse;
    private int at;
    private int depth;
    private bool ignoreCase;

    private PatternParser(string pattern, Func<string, ConstraintException> refuse)
    {
        this.pattern = pattern;
        this.refuse = refuse;
    }

    /// <summary>Parses a pattern. The function makes the exception from a sentence about what cannot be taken.</summary>
    public static PatternNode Parse(string pattern, Func<string, ConstraintException> refuse)
    {
        var parser = new PatternParser(pattern, refuse);
        if (pattern.Length > ConstraintLimits.PatternLength)
            throw refuse($"the pattern is longer than {ConstraintLimits.PatternLength} characters");
        if (pattern.StartsWith("(?i)", StringComparison.Ordinal))
        {
            parser.ignoreCase = true;
            parser.at = 4;
        }

        var node = parser.Choice();
        if (parser.at < pattern.Length)
            throw refuse($"the pattern has a ')' without '(' at {parser.at}");
        if (CountProduct(node) > MaxNestedCount)
            throw refuse("counted repetitions inside one another multiply to too many states");
        return node;
    }

    private static long CountProduct(PatternNode node)
    {
        var inner = node.Parts.Count == 0 ? 1 : node.Parts.Max(CountProduct);
        if (node.Kind != PatternKind.Repeat || inner > MaxNestedCount)
            return inner;
        var own = node.Max == RegexNode.Unbounded ? node.Min : node.Max;
        return node.Parts[0].Kind == PatternKind.Characters ? Math.Max(1, Math.Min(own, 1000)) : inner * Math.Max(1, own);
    }

    private PatternNode Choice()
    {
        if (++depth > ConstraintLimits.GroupDepth)
            throw refuse($"groups are nested deeper than {ConstraintLimits.GroupDepth}");
        var parts = new List<PatternNode> { Sequence() };
        while (Peek('|'))
        {
            at++;
            parts.Add(Sequence());
        }

        depth--;
        return parts.Count == 1 ? parts[0] : new PatternNode(PatternKind.Choice)
        {
            Parts = parts,
            HasAssertion = parts.Any(p => p.HasAssertion),
            ZeroWidth = parts.All(p => p.ZeroWidth),
            MayBeEmpty = parts.Any(p => p.MayBeEmpty),
        };
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
            parts.Add(Quantified(Atom()));
        return parts.Count == 1 ? parts[0] : new PatternNode(PatternKind.Sequence)
        {
            Parts = parts,
            HasAssertion = parts.Any(p => p.HasAssertion),
            ZeroWidth = parts.All(p => p.ZeroWidth),
            MayBeEmpty = parts.All(p => p.MayBeEmpty),
        };
    }

    private PatternNode Quantified(PatternNode atom)
    {
        for (var marks = 0; at < pattern.Length; marks++)
        {
            int min, max;
            switch (pattern[at])
            {
                case '*':
                    (min, max) = (0, RegexNode.Unbounded);
                    at++;
                    break;
                case '+':
                    (min, max) = (1, RegexNode.Unbounded);
                    at++;
                    break;
                case '?':
                    (min, max) = (0, 1);
                    at++;
                    break;
                case '{' when TryBraces(out min, out max):
                    break;
                default:
                    return atom;
            }

            if (min > max)
                throw refuse("a repetition's lower count is above its upper count");
            if (Peek('?'))
                at++;
            else if (Peek('+'))
                throw refuse("possessive repetitions are not ECMAScript");
            if (marks == MaxMarks)
                throw refuse($"more than {MaxMarks} repetitions stand behind one another");
            atom = new PatternNode(PatternKind.Repeat)
            {
                Parts = [atom],
                Min = min,
                Max = max,
                HasAssertion = atom.HasAssertion,
                ZeroWidth = atom.ZeroWidth || max == 0,
                MayBeEmpty = atom.MayBeEmpty || min == 0,
            };
        }

        return atom;
    }

    // a brace that does not read as a count stands for itself
    private bool TryBraces(out int min, out int max)
    {
        (min, max) = (0, 0);
        var end = pattern.IndexOf('}', at);
        if (end < 0)
            return false;
        var parts = pattern[(at + 1)..end].Split(',');
        if (parts.Length > 2 || parts[0].Length == 0 || parts.Any(p => p.Any(c => !char.IsAsciiDigit(c))))
            return false;
        if (parts.Any(p => p.Length > 6))
            throw refuse("a repetition counts more than a million");
        min = int.Parse(parts[0], CultureInfo.InvariantCulture);
        max = parts.Length == 1 ? min : parts[1].Length == 0 ? RegexNode.Unbounded : int.Parse(parts[1], CultureInfo.InvariantCulture);
        at = end + 1;
        return true;
    }

    private PatternNode Atom()
    {
        var c = pattern[at];
        switch (c)
        {
            case '^':
                at++;
                return Assertion(PatternKind.Start);
            case '$':
                at++;
                return Assertion(PatternKind.End);
            case '(':
                return Group();
            case '[':
                at++;
                return Characters(new PatternClassReader(pattern, refuse).ReadClass(ref at));
            case '.':
                at++;
                return Characters(PatternClasses.LineBreaks.Complement());
            case '\\' when at + 1 < pattern.Length && pattern[at + 1] is 'b' or 'B':
                throw refuse("word boundaries (\\b, \\B) cannot be enforced");
            case '\\' when at + 1 < pattern.Length && pattern[at + 1] is >= '1' and <= '9':
                throw refuse("back references cannot be enforced");
            case '\\' when pattern.AsSpan(at).StartsWith(@"\k<", StringComparison.Ordinal):
                throw refuse("back references cannot be enforced");
            case '\\':
                return Characters(new PatternClassReader(pattern, refuse).ReadEscape(ref at));
            case '*' or '+' or '?':
                throw refuse($"a repetition at {at} has nothing to repeat");
            default:
                var rune = System.Text.Rune.TryGetRuneAt(pattern, at, out var r) ? r : System.Text.Rune.ReplacementChar;
                at += rune.Utf16SequenceLength;
                return Characters(CodePointSet.Of(rune.Value));
        }
    }

    private PatternNode Group()
    {
        at++;
        PatternKind? look = null;
        if (Peek('?'))
        {
            var head = pattern.AsSpan(at);
            if (head.StartsWith("?=", StringComparison.Ordinal))
                look = PatternKind.Ahead;
            else if (head.StartsWith("?!", StringComparison.Ordinal))
                look = PatternKind.NotAhead;
            else if (head.StartsWith("?<=", StringComparison.Ordinal) || head.StartsWith("?<!", StringComparison.Ordinal))
                throw refuse("look-behind cannot be enforced");
            else if ((head.StartsWith("?<", StringComparison.Ordinal) || head.StartsWith("?P<", StringComparison.Ordinal))
                && head.Contains('>'))
                at += head.IndexOf('>') - 1;
            else if (!head.StartsWith("?:", StringComparison.Ordinal))
                throw refuse($"the group at {at - 1} is of a kind that ECMAScript does not have");
            at += 2;
        }

        var inner = Choice();
        if (!Peek(')'))
            throw refuse("a '(' is not closed");
        at++;
        return look is { } kind ? Assertion(kind) with { Parts = [inner] } : inner;
    }

    private PatternNode Characters(CodePointSet set) =>
        new(PatternKind.Characters) { Characters = ignoreCase ? PatternClasses.BothCases(set) : set };

    private static PatternNode Assertion(PatternKind kind) => new(kind) { HasAssertion = true, ZeroWidth = true, MayBeEmpty = true };

    private bool Peek(char c) => at < pattern.Length && pattern[at] == c;
}
