using System.Globalization;
using System.Text;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Notation;

/// <summary>Reads the grammar notation that <see cref="Grammar.FromNotation"/> describes.</summary>
internal sealed class NotationParser
{
    private const int MaxMarks = 3;

    private readonly string text;
    private int at;
    private int depth;

    private NotationParser(string text) => this.text = text;

    /// <summary>The rules by name, in the order of writing.</summary>
    public static Dictionary<string, RuleExpression> Parse(string text)
    {
        if (text.Length > ConstraintLimits.NotationLength)
            throw new ConstraintException($"The grammar cannot be read: it is longer than {ConstraintLimits.NotationLength} characters.");
        var parser = new NotationParser(text);
        var rules = new Dictionary<string, RuleExpression>();
        for (parser.Skip(); parser.at < text.Length; parser.Skip())
        {
            var name = parser.Name();
            parser.Skip();
            if (!parser.Take("::="))
                throw parser.Error("'::=' is missing behind the name of a rule");
            if (!rules.TryAdd(name, parser.Choice()))
                throw parser.Error($"rule '{ConstraintException.Shortened(name)}' is there twice");
        }

        return rules.Count > 0 ? rules : throw parser.Error("there is no rule");
    }

    private RuleExpression Choice()
    {
        if (++depth > ConstraintLimits.GroupDepth)
            throw Error($"groups are nested deeper than {ConstraintLimits.GroupDepth}");
        var parts = new List<RuleExpression> { Sequence() };
        while (Peek() == '|')
        {
            at++;
            parts.Add(Sequence());
        }

        depth--;
        return parts.Count == 1 ? parts[0] : new RuleExpression(RuleKind.Choice, "", parts);
    }

    private RuleExpression Sequence()
    {
        var parts = new List<RuleExpression>();
        while (Peek() is not ('\0' or '|' or ')') && !AtRule())
            parts.Add(Repeated(Atom()));
        return parts.Count == 1 ? parts[0] : new RuleExpression(RuleKind.Sequence, "", parts);
    }

    private RuleExpression Repeated(RuleExpression inner)
    {
        for (var marks = 0; at < text.Length; marks++)
        {
            var (min, max) = (0, RegexNode.Unbounded);
            switch (text[at])
            {
                case '*':
                    at++;
                    break;
                case '+':
                    at++;
                    min = 1;
                    break;
                case '?':
                    at++;
                    max = 1;
                    break;
                case '{':
                    at++;
                    min = Number();
                    max = Take(",") ? char.IsAsciiDigit(Peek()) ? Number() : max : min;
                    if (!Take("}"))
                        throw Error("a '{' is not closed");
                    break;
                default:
                    return inner;
            }

            if (min > max)
                throw Error("a repetition's lower count is above its upper count");
            if (marks == MaxMarks)
                throw Error($"more than {MaxMarks} repetitions stand behind one another: put them together");
            inner = new RuleExpression(RuleKind.Repeat, "", [inner], min, max);
        }

        return inner;
    }

    private RuleExpression Atom()
    {
        switch (Peek())
        {
            case '"':
                return new RuleExpression(RuleKind.Literal, Literal(), []);
            case '/':
                return new RuleExpression(RuleKind.Pattern, Delimited('/'), []);
            case '[':
                return new RuleExpression(RuleKind.Pattern, Delimited(']'), []);
            case '@':
                at++;
                return new RuleExpression(RuleKind.Json, Name(), []);
            case '(':
                at++;
                var inner = Choice();
                return Peek() == ')' && at++ >= 0 ? inner : throw Error("a '(' is not closed");
            default:
                return new RuleExpression(RuleKind.Name, Name(), []);
        }
    }

    private string Literal()
    {
        var result = new StringBuilder();
        for (at++; at < text.Length && text[at] != '"'; at++)
        {
            if (text[at] != '\\')
            {
                result.Append(text[at]);
                continue;
            }

            if (++at == text.Length)
                break;
            result.Append(text[at] switch
            {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'x' => Hex(2),
                'u' => Hex(4),
                '"' or '\\' => text[at],
                _ => throw Error($"'\\{text[at]}' is no escape of a literal"),
            });
        }

        if (at >= text.Length)
            throw Error("a '\"' is not closed");
        at++;
        return result.ToString();
    }

    private char Hex(int digits)
    {
        if (at + digits >= text.Length
            || !ushort.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            throw Error($"an escape lacks its {digits} hexadecimal digits");
        at += digits;
        return (char)value;
    }

    // a pattern up to its unescaped end: without its slashes, or with its brackets
    private string Delimited(char end)
    {
        var start = at++;
        var inClass = end == ']';
        for (; at < text.Length && (text[at] != end || (inClass && end == '/')); at++)
        {
            if (text[at] == '\\')
                at++;
            else if (end == '/')
                inClass = text[at] == '[' || (inClass && text[at] != ']');
        }

        if (at >= text.Length)
            throw Error($"a pattern lacks its '{end}'");
        at++;
        return end == '/' ? text[(start + 1)..(at - 1)] : text[start..at];
    }

    private int Number()
    {
        Skip();
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return int.TryParse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture, out var value) && value <= 100_000
            ? value
            : throw Error("a count is a number up to 100000");
    }

    private string Name()
    {
        Skip();
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-'))
            at++;
        return at > start ? text[start..at] : throw Error("a name, literal, pattern or group is missing");
    }

    // whether the next rule begins here
    private bool AtRule()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-'))
            at++;
        var named = at > start;
        Skip();
        var result = named && text.AsSpan(at).StartsWith("::=", StringComparison.Ordinal);
        at = start;
        return result;
    }

    private char Peek()
    {
        Skip();
        return at < text.Length ? text[at] : '\0';
    }

    private bool Take(string mark)
    {
        Skip();
        if (!text.AsSpan(at).StartsWith(mark, StringComparison.Ordinal))
            return false;
        at += mark.Length;
        return true;
    }

    private void Skip()
    {
        while (at < text.Length && (char.IsWhiteSpace(text[at]) || text[at] == '#'))
        {
            if (text[at] == '#')
            {
                while (at < text.Length && text[at] != '\n')
                    at++;
            }
            else
            {
                at++;
            }
        }
    }

    private ConstraintException Error(string reason)
    {
        var line = 1 + text.AsSpan(0, Math.Min(at, text.Length)).Count('\n');
        return new ConstraintException($"The grammar cannot be read: line {line}: {reason}.");
    }
}
