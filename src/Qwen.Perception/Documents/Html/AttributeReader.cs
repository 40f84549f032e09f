using System.Buffers;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Documents.Html;

/// <summary>Reads the attributes of one tag. Boxes are read by their numbers, whatever became of their quotes.</summary>
/// <param name="html">The HTML.</param>
/// <param name="position">Behind the tag's name.</param>
/// <param name="limit">Where the tag ends at the latest.</param>
/// <param name="log">Takes what was mended.</param>
internal sealed class AttributeReader(string html, int position, int limit, RepairLog log)
{
    /// <summary>What names of elements are made of.</summary>
    public static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private static readonly SearchValues<char> NameEnd = SearchValues.Create(" \t\r\n\f=>/\"'");
    private static readonly SearchValues<char> ValueEnd = SearchValues.Create(" \t\r\n\f>");
    private static readonly SearchValues<char> Coordinates = SearchValues.Create("0123456789 \t\r\n.,;-+[]()");

    /// <summary>Reads up to the end of the tag.</summary>
    /// <param name="end">Behind the tag.</param>
    /// <param name="closed">Whether it had its '>'.</param>
    /// <returns>Those with a value, and those that were written without.</returns>
    public IReadOnlyDictionary<string, string> Read(out int end, out bool closed)
    {
        Dictionary<string, string>? attributes = null;
        var values = 0;
        closed = false;
        while (position < limit && !closed)
        {
            var c = html[position];
            if (c == '>')
                closed = true;
            if (c is '>' or '/' or '"' or '\'' or '=' || char.IsWhiteSpace(c))
            {
                position++;
                continue;
            }

            var name = html.Substring(position, Length(NameEnd)).ToLowerInvariant();
            position += name.Length;
            var value = ReadValue(name);
            values += value is null ? 0 : 1;
            (attributes ??= []).TryAdd(name, value ?? "");
        }

        end = position;
        return attributes is null || (values == 0 && !closed) ? HtmlToken.None : attributes;
    }

    private string? ReadValue(string name)
    {
        SkipBlanks();
        if (position >= limit || html[position] != '=')
            return null;
        position++;
        SkipBlanks();
        if (position >= limit)
            return "";
        char? quote = html[position] is '"' or '\'' ? html[position++] : null;
        if (name is "data-bbox" or "data-polygon")
            return ReadCoordinates(quote);
        var length = quote is null ? Length(ValueEnd) : html.AsSpan(position, limit - position).IndexOf(quote.Value);
        if (length < 0)
        {
            log.Add(HtmlRepairs.Quote);
            length = Length(">");
            quote = null;
        }

        var value = HtmlEntities.Decode(html.Substring(position, length));
        position += length + (quote is null ? 0 : 1);
        return value;
    }

    private string ReadCoordinates(char? quote)
    {
        var rest = html.AsSpan(position, limit - position);
        var length = rest.IndexOfAnyExcept(Coordinates);
        var value = (length < 0 ? rest : rest[..length]).ToString();
        position += value.Length;
        if (quote is null || position >= limit || html[position] != quote)
            log.Add(HtmlRepairs.Quote);
        return value;
    }

    private void SkipBlanks()
    {
        while (position < limit && char.IsWhiteSpace(html[position]))
            position++;
    }

    private int Length(SearchValues<char> end)
    {
        var length = html.AsSpan(position, limit - position).IndexOfAny(end);
        return length < 0 ? limit - position : length;
    }

    private int Length(string end)
    {
        var length = html.AsSpan(position, limit - position).IndexOf(end, StringComparison.Ordinal);
        return length < 0 ? limit - position : length;
    }
}
