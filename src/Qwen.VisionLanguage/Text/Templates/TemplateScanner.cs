namespace Qwen.VisionLanguage.Text.Templates;

/// <summary>
/// Cuts a Jinja template into parts, with white space as the reference sets it: the line break behind a tag and blanks before one at the
/// start of a line are none of the text; a minus takes all white space on its side.
/// </summary>
internal static class TemplateScanner
{
    /// <summary>The parts; comments are left out.</summary>
    /// <exception cref="TemplateException">A tag is not closed.</exception>
    public static List<TemplatePart> Scan(string template)
    {
        var parts = new List<TemplatePart>();
        var (at, trims) = (0, false);
        while (at < template.Length)
        {
            var open = NextOpen(template, at);
            var text = template[at..(open < 0 ? template.Length : open)];
            if (trims)
                text = text.TrimStart();
            if (open < 0)
            {
                Add(text);
                break;
            }

            var kind = template[open + 1];
            var (close, mark) = FindClose(template, open, kind);
            var start = open + 2;
            if (template[start] == '-')
                text = text.TrimEnd();
            else if (kind != '{' && template[start] != '+')
                text = TrimIndent(template, open, text);
            Add(text);

            if (template[start] is '-' or '+')
                start++;
            trims = close > start && template[close - 1] == '-';
            var keeps = close > start && template[close - 1] == '+';
            var content = template[start..Math.Max(start, trims || keeps ? close - 1 : close)].Trim();
            at = close + mark.Length;
            if (kind != '{' && !trims && !keeps && at < template.Length && template[at] == '\n')
                at++;
            if (content == "raw" && kind == '%')
                at = AddRaw(template, at, ref trims);
            else if (kind != '#')
                parts.Add(new TemplatePart(kind == '{' ? TemplatePart.Kinds.Output : TemplatePart.Kinds.Tag, content));
        }

        return parts;

        void Add(string text)
        {
            if (text.Length > 0)
                parts.Add(new TemplatePart(TemplatePart.Kinds.Text, text));
        }

        int AddRaw(string all, int from, ref bool trimsNext)
        {
            var end = all.IndexOf("endraw", from, StringComparison.Ordinal);
            var tag = end < 0 ? -1 : all.LastIndexOf("{%", end, end - from, StringComparison.Ordinal);
            var close = end < 0 ? -1 : all.IndexOf("%}", end, StringComparison.Ordinal);
            if (tag < 0 || close < 0)
                throw new TemplateException("'raw' is not closed");
            Add(all[from..tag]);
            trimsNext = all[close - 1] == '-';
            return close + 2;
        }
    }

    private static int NextOpen(string template, int from)
    {
        for (var at = template.IndexOf('{', from); at >= 0 && at + 2 < template.Length; at = template.IndexOf('{', at + 1))
        {
            if (template[at + 1] is '{' or '%' or '#')
                return at;
        }

        return -1;
    }

    // the end that is not inside of a quoted text
    private static (int Place, string Mark) FindClose(string template, int open, char kind)
    {
        var mark = kind switch { '{' => "}}", '%' => "%}", _ => "#}" };
        char quote = default;
        var depth = 0;
        for (var i = open + 2; i < template.Length; i++)
        {
            var c = template[i];
            if (kind != '#' && quote != default)
            {
                if (c == '\\')
                    i++;
                else if (c == quote)
                    quote = default;
            }
            else if (kind != '#' && c is '\'' or '"')
            {
                quote = c;
            }
            else if (depth == 0 && template.AsSpan(i).StartsWith(mark, StringComparison.Ordinal))
            {
                return (i, mark);
            }
            else if (kind == '{' && c is '{' or '}')
            {
                depth += c == '{' ? 1 : -1;
            }
        }

        throw new TemplateException($"'{{{kind}' is not closed");
    }

    // blanks from the start of a line to a tag
    private static string TrimIndent(string template, int open, string text)
    {
        var from = open;
        while (from > 0 && template[from - 1] is ' ' or '\t')
            from--;
        return from == 0 || template[from - 1] == '\n' ? text[..Math.Max(0, text.Length - (open - from))] : text;
    }
}
