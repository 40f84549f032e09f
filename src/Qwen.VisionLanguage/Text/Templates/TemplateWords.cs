using System.Globalization;
using System.Text;

namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>Cuts an expression into words, and hands them out one by one.</summary>
internal sealed class TemplateWords
{
    private static readonly string[] Signs =
        ["==", "!=", "<=", ">=", "//", "**", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")", "[", "]", "{", "}", ",", ":", ".", "|"];

    // an expression is computed by as many calls within each other as it has words, at most
    private const int MaxWords = 2000;

    private readonly List<TemplateWord> words = [];
    private int at;

    /// <summary>Cuts an expression.</summary>
    /// <exception cref="TemplateException">It holds a sign that no expression has.</exception>
    public TemplateWords(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (words.Count == MaxWords)
                throw new TemplateException("an expression is far longer than those of chat templates");
            if (char.IsWhiteSpace(text[i]))
                i++;
            else if (text[i] is '\'' or '"')
                words.Add(Quoted(text, ref i));
            else if (char.IsAsciiDigit(text[i]))
                words.Add(Number(text, ref i));
            else if (char.IsLetter(text[i]) || text[i] == '_')
                words.Add(new TemplateWord(TemplateWord.Kinds.Name, While(text, ref i, c => char.IsLetterOrDigit(c) || c == '_')));
            else
                words.Add(Sign(text, ref i));
        }
    }

    /// <summary>The word that comes next.</summary>
    public TemplateWord Next => at < words.Count ? words[at] : default;

    /// <summary>The word behind the next one.</summary>
    public TemplateWord Second => at + 1 < words.Count ? words[at + 1] : default;

    public TemplateWord Take() => at < words.Count ? words[at++] : throw new TemplateException("an expression ends too early");

    /// <summary>Whether the next word is a sign.</summary>
    public bool IsSign(string sign) => Next.Kind == TemplateWord.Kinds.Sign && Next.Text == sign;

    /// <summary>Whether the next word is a name.</summary>
    public bool IsName(string name) => Next.Kind == TemplateWord.Kinds.Name && Next.Text == name;

    /// <summary>Takes a sign or a name where it comes next.</summary>
    public bool TryTake(string word)
    {
        if (!IsSign(word) && !IsName(word))
            return false;
        at++;
        return true;
    }

    public void Expect(string word)
    {
        if (!TryTake(word))
            throw new TemplateException($"'{word}' is missing before '{Next.Text}'");
    }

    public string TakeName()
        => Next.Kind == TemplateWord.Kinds.Name ? Take().Text : throw new TemplateException($"a name is missing before '{Next.Text}'");

    public void ExpectEnd()
    {
        if (Next.Kind != TemplateWord.Kinds.End)
            throw new TemplateException($"'{Next.Text}' stands where nothing is expected");
    }

    private static string While(string text, ref int i, Func<char, bool> isPart)
    {
        var start = i;
        while (i < text.Length && isPart(text[i]))
            i++;
        return text[start..i];
    }

    private static TemplateWord Number(string text, ref int i)
    {
        var digits = While(text, ref i, char.IsAsciiDigit);
        if (i + 1 < text.Length && text[i] == '.' && char.IsAsciiDigit(text[i + 1]))
        {
            i++;
            digits += "." + While(text, ref i, char.IsAsciiDigit);
            return new TemplateWord(TemplateWord.Kinds.Number, digits, double.Parse(digits, CultureInfo.InvariantCulture));
        }

        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? new TemplateWord(TemplateWord.Kinds.Number, digits, value)
            : throw new TemplateException("it holds a number that is too large");
    }

    private static TemplateWord Sign(string text, ref int i)
    {
        var from = i;
        var sign = Array.Find(Signs, candidate => text.AsSpan(from).StartsWith(candidate, StringComparison.Ordinal))
            ?? throw new TemplateException($"'{text[i]}' is no sign of an expression");
        i += sign.Length;
        return new TemplateWord(TemplateWord.Kinds.Sign, sign);
    }

    private static TemplateWord Quoted(string text, ref int i)
    {
        var quote = text[i++];
        var content = new StringBuilder();
        for (; i < text.Length && text[i] != quote; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                content.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u' && i + 4 < text.Length
                && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                content.Append((char)code);
                i += 4;
                continue;
            }

            content.Append(text[i] switch
            {
                'n' => "\n",
                't' => "\t",
                'r' => "\r",
                '\\' or '\'' or '"' => $"{text[i]}",
                _ => $"\\{text[i]}",
            });
        }

        if (i == text.Length)
            throw new TemplateException("a quoted text is not closed");
        i++;
        return new TemplateWord(TemplateWord.Kinds.Text, content.ToString());
    }
}
