using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents.Html;

/// <summary>Cuts HTML as a model writes it into tags and text, in one pass; nothing makes it fail.</summary>
/// <param name="html">The HTML.</param>
/// <param name="log">Takes what was mended.</param>
internal sealed class HtmlTokenizer(string html, RepairLog log)
{
    private int position;
    private string? raw;

    /// <summary>Whether the text ended within a tag.</summary>
    public bool EndedInTag { get; private set; }

    /// <summary>Reads on.</summary>
    /// <returns>False at the end.</returns>
    public bool Read(out HtmlToken token)
    {
        if (raw is not null && ReadRaw(out token))
            return true;
        var start = position;
        while (position < html.Length)
        {
            var next = html.IndexOf('<', position);
            if (next < 0)
            {
                position = html.Length;
                break;
            }

            position = next;
            if (IsCutOff(next))
            {
                EndedInTag = true;
                token = Text(start, next);
                position = html.Length;
                return token.Value.Length > 0;
            }

            if (!TryReadTag(out token, out var isMarkup))
            {
                position = next + 1; // a sign "less than" in the text
                continue;
            }

            if (start < next)
            {
                position = next; // the text first; the tag is read again by the next call
                raw = null;
                token = Text(start, next);
                return true;
            }

            if (isMarkup)
                return true;
            start = position; // a comment
        }

        token = Text(start, position);
        return start < position;
    }

    private HtmlToken Text(int start, int end) => new(HtmlTokenKind.Text, HtmlEntities.Decode(html[start..end]), HtmlToken.None);

    private bool ReadRaw(out HtmlToken token)
    {
        var end = html.IndexOf("</" + raw, position, StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            EndedInTag = true;
            end = html.Length;
        }

        raw = null;
        token = new HtmlToken(HtmlTokenKind.Text, html[position..end], HtmlToken.None);
        position = end;
        return token.Value.Length > 0;
    }

    // "<", "</" or "<di" as the very last characters
    private bool IsCutOff(int start)
    {
        var rest = html.AsSpan(start + 1).TrimStart('/');
        return rest.Length < 12 && rest.IndexOfAnyExcept(AttributeReader.NameCharacters) < 0
            && HtmlNames.IsBeginning(rest.ToString().ToLowerInvariant());
    }

    private bool TryReadTag(out HtmlToken token, out bool isMarkup)
    {
        token = default;
        isMarkup = false;
        if (position + 1 < html.Length && html[position + 1] is '!' or '?')
        {
            SkipDeclaration();
            return true;
        }

        var isEnd = position + 1 < html.Length && html[position + 1] == '/';
        var at = position + (isEnd ? 2 : 1);
        var length = html.AsSpan(at).IndexOfAnyExcept(AttributeReader.NameCharacters);
        if (length <= 0 || length > 12)
            return false;
        var name = html.Substring(at, length).ToLowerInvariant();
        at += length;
        if (!HtmlNames.IsKnown(name) || !(char.IsWhiteSpace(html[at]) || html[at] is '>' or '/' or '<'))
            return false;

        var reader = new AttributeReader(html, at, FindLimit(at), log);
        var attributes = reader.Read(out var end, out var closed);
        if (!closed && attributes.Count == 0 && html.AsSpan(at, end - at).Trim().Length > 0)
            return false;
        if (!closed && end == html.Length)
        {
            // half an attribute would be worse than none
            EndedInTag = true;
            position = end;
            return true;
        }

        if (!closed)
            log.Add(HtmlRepairs.Tag);
        position = end;
        isMarkup = true;
        token = new HtmlToken(isEnd ? HtmlTokenKind.End : HtmlTokenKind.Start, name, isEnd ? HtmlToken.None : attributes);
        raw = !isEnd && HtmlNames.Raw.Contains(name) ? name : null;
        return true;
    }

    // a tag that is not closed ends where the next begins
    private int FindLimit(int from)
    {
        for (var next = html.IndexOf('<', from); next >= 0; next = html.IndexOf('<', next + 1))
        {
            if (next + 1 == html.Length || char.IsAsciiLetter(html[next + 1]) || html[next + 1] == '/')
                return next;
        }

        return html.Length;
    }

    private void SkipDeclaration()
    {
        var comment = string.CompareOrdinal(html, position, "<!--", 0, 4) == 0;
        var end = html.IndexOf(comment ? "-->" : ">", position, StringComparison.Ordinal);
        EndedInTag |= end < 0;
        position = end < 0 ? html.Length : end + (comment ? 3 : 1);
    }
}
