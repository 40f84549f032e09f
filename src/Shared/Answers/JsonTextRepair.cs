using System.Globalization;
using System.Text;

namespace Qwen.Shared.Answers;

/// <summary>
/// Copies one bracketed value out of an answer and mends its text on the way: comments, trailing commas, single quotes, Python's
/// literals, and line breaks, quotes and backslashes inside strings. Brackets and bare words are left to the lenient reader.
/// </summary>
internal ref struct JsonTextRepair
{
    // escapes that are valid JSON and yet far more often the start of a formula: \theta, \nu, \right …
    private static readonly string[] FormulaWords =
    [
        "tan", "tau", "tex", "text", "theta", "tilde", "times", "to", "top", "triangle", "nabla", "ne", "neq", "neg", "not", "nu",
        "rangle", "rho", "right", "rightarrow", "rm", "rfloor", "rceil",
    ];

    private readonly ReadOnlySpan<char> text;
    private readonly RepairLog log;
    private readonly StringBuilder output = new();
    private int position;
    private int depth;

    private JsonTextRepair(ReadOnlySpan<char> text, int position, RepairLog log)
    {
        this.text = text;
        this.position = position;
        this.log = log;
    }

    /// <summary>Copies the value whose bracket stands at <paramref name="start"/>.</summary>
    /// <param name="text">The answer.</param>
    /// <param name="start">Index of the opening bracket.</param>
    /// <param name="log">Takes what was mended.</param>
    /// <param name="end">Index after the bracket that closes the value; the text's end where none does.</param>
    /// <returns>The mended text; incomplete where the value is.</returns>
    public static string TakeValue(ReadOnlySpan<char> text, int start, RepairLog log, out int end)
    {
        var repair = new JsonTextRepair(text, start, log);
        do
            repair.CopyNext();
        while (repair.depth > 0 && repair.position < text.Length);
        end = repair.position;
        return repair.output.ToString();
    }

    private void CopyNext()
    {
        var c = text[position];
        switch (c)
        {
            case '"' or '\'' when output.Length == 0 || !char.IsLetterOrDigit(output[^1]):
                CopyString(c);
                return;
            case '#':
            case '/' when Peek(1) == '/':
                SkipLineComment();
                return;
            case '/' when Peek(1) == '*':
                SkipBlockComment();
                return;
            case ',' when VisibleAfter(position + 1) is ']' or '}':
                log.Add(RepairLog.TrailingComma);
                position++;
                return;
            case '[' or '{':
                depth++;
                break;
            case ']' or '}':
                depth--;
                break;
            default:
                if (char.IsAsciiLetter(c))
                {
                    CopyWord();
                    return;
                }

                break;
        }

        output.Append(c);
        position++;
    }

    private void CopyWord()
    {
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] == '_'))
            position++;
        var word = text[start..position];
        var literal = word switch { "True" => "true", "False" => "false", "None" => "null", _ => null };
        if (literal is null)
        {
            output.Append(word);
            return;
        }

        log.Add(RepairLog.Literal);
        output.Append(literal);
    }

    private void CopyString(char quote)
    {
        if (quote == '\'')
            log.Add(RepairLog.Quotes);
        position++;
        output.Append('"');
        while (position < text.Length)
        {
            var c = text[position++];
            if (c == quote && IsEndOfString())
            {
                output.Append('"');
                return;
            }

            if (c == '"')
            {
                if (quote == '"')
                    log.Add(RepairLog.InnerQuote);
                output.Append("\\\"");
            }
            else if (c == '\\')
                CopyEscape(quote);
            else if (c < ' ')
            {
                log.Add(RepairLog.LineBreak);
                output.Append(c switch { '\n' => "\\n", '\t' => "\\t", '\r' => "\\r", _ => $"\\u{(int)c:x4}" });
            }
            else
                output.Append(c);
        }
    }

    /// <summary>A quote ends its string where what follows can only stand outside of one.</summary>
    private readonly bool IsEndOfString()
    {
        var next = position;
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next >= text.Length)
            return true;
        return text[next] switch
        {
            '}' or ']' or ':' or '#' => true,
            '/' => next + 1 < text.Length && text[next + 1] is '/' or '*',
            '{' or '"' or '\'' => text[position..next].ContainsAny('\r', '\n'), // a forgotten comma at the end of a line
            ',' => StartsValueOrKey(next + 1),
            _ => false,
        };
    }

    private readonly bool StartsValueOrKey(int next)
    {
        while (next < text.Length && char.IsWhiteSpace(text[next]))
            next++;
        if (next >= text.Length)
            return true;
        if (text[next] is '"' or '\'' or '{' or '[' or ']' or '}' or '-' or '#' or '/' || char.IsAsciiDigit(text[next]))
            return true;
        var end = next;
        while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
            end++;
        return text[next..end] is "true" or "false" or "null" or "True" or "False" or "None"
            || (end > next && end < text.Length && text[end] == ':');
    }

    /// <summary>Keeps real escapes; a backslash that starts none, or a formula's command, becomes one of its own.</summary>
    private void CopyEscape(char quote)
    {
        var next = Peek(0);
        if (next == '\'' && quote == '\'')
        {
            output.Append('\'');
            position++;
            return;
        }

        var real = next switch
        {
            '"' or '\\' or '/' => true,
            'n' or 't' or 'r' => !StartsFormulaWord(),
            'u' => position + 4 < text.Length
                && ushort.TryParse(text.Slice(position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _),
            _ => false,
        };
        if (!real)
        {
            log.Add(RepairLog.Backslash);
            output.Append("\\\\");
            return;
        }

        output.Append('\\').Append(next);
        position++;
    }

    private readonly bool StartsFormulaWord()
    {
        var end = position;
        while (end < text.Length && char.IsAsciiLetter(text[end]))
            end++;
        foreach (var word in FormulaWords)
        {
            if (text[position..end].SequenceEqual(word))
                return true;
        }

        return false;
    }

    /// <summary>Up to the end of the line, or to a bracket that the comment itself did not open.</summary>
    private void SkipLineComment()
    {
        log.Add(RepairLog.Comment);
        var opened = 0;
        for (; position < text.Length && text[position] is not ('\r' or '\n'); position++)
        {
            if (text[position] is '[' or '{')
                opened++;
            else if (text[position] is ']' or '}' && opened-- == 0)
                return;
        }
    }

    private void SkipBlockComment()
    {
        log.Add(RepairLog.Comment);
        var end = text[position..].IndexOf("*/");
        position = end < 0 ? text.Length : position + end + 2;
    }

    private readonly char Peek(int ahead) => position + ahead < text.Length ? text[position + ahead] : '\0';

    private readonly char VisibleAfter(int index)
    {
        while (index < text.Length && char.IsWhiteSpace(text[index]))
            index++;
        return index < text.Length ? text[index] : '\0';
    }
}
