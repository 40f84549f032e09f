using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Qwen.Shared.Answers;

/// <summary>
/// Reads JSON as small models write it and gives it back strict. Tolerated: single quotes, bare keys and words, trailing
/// and missing commas, raw line breaks in strings, Python's True, False and None, and closing brackets missing at the end.
/// </summary>
internal ref struct LenientJson
{
    private const int MaxDepth = 60;

    private readonly ReadOnlySpan<char> text;
    private readonly Utf8JsonWriter writer;
    private int position;
    private bool closed;

    private LenientJson(ReadOnlySpan<char> text, int position, Utf8JsonWriter writer)
    {
        this.text = text;
        this.position = position;
        this.writer = writer;
        closed = true;
    }

    /// <summary>Reads one value.</summary>
    /// <param name="text">Text that holds the value and possibly more.</param>
    /// <param name="position">Where the value starts; afterwards, where it ended.</param>
    /// <param name="value">The value.</param>
    /// <param name="closed">Whether every bracket was closed in the text itself.</param>
    /// <returns>False where nothing sensible could be read: a string without end, a missing value, nesting without end.</returns>
    public static bool TryRead(ReadOnlySpan<char> text, ref int position, out JsonElement value, out bool closed)
    {
        value = default;
        var buffer = new ArrayBufferWriter<byte>(Math.Max(16, text.Length - position));
        using var writer = new Utf8JsonWriter(buffer);
        var reader = new LenientJson(text, position, writer);
        var read = reader.ReadValue(0);
        closed = reader.closed;
        if (!read)
            return false;
        position = reader.position;
        writer.Flush();
        var strict = new Utf8JsonReader(buffer.WrittenSpan);
        value = JsonElement.ParseValue(ref strict);
        return true;
    }

    private bool ReadValue(int depth, bool member = false)
    {
        SkipSpace();
        if (position >= text.Length || depth > MaxDepth)
            return false;
        switch (text[position])
        {
            case '{':
                return ReadObject(depth);
            case '[':
                return ReadArray(depth);
            case '"' or '\'':
                if (!TryReadString(out var content))
                    return false;
                writer.WriteStringValue(content);
                return true;
            default:
                return ReadWord(member);
        }
    }

    private bool ReadObject(int depth)
    {
        position++;
        writer.WriteStartObject();
        while (true)
        {
            SkipSpaceAndCommas();
            if (position >= text.Length || text[position] is '{' or ']')
            {
                closed = false; // the model forgot the brace: the next object, the outer array or the end begins here
                break;
            }

            if (text[position] == '}')
            {
                position++;
                break;
            }

            if (!TryReadKey(out var key))
                return false;
            SkipSpace();
            if (position >= text.Length || text[position] != ':')
                return false;
            position++;
            writer.WritePropertyName(key);
            if (!ReadValue(depth + 1, member: true))
                return false;
        }

        writer.WriteEndObject();
        return true;
    }

    private bool ReadArray(int depth)
    {
        position++;
        writer.WriteStartArray();
        while (true)
        {
            SkipSpaceAndCommas();
            if (position >= text.Length || text[position] == '}')
            {
                closed = false;
                break;
            }

            if (text[position] == ']')
            {
                position++;
                break;
            }

            if (!ReadValue(depth + 1))
                return false;
        }

        writer.WriteEndArray();
        return true;
    }

    private bool TryReadKey(out byte[] key)
    {
        if (text[position] is '"' or '\'')
            return TryReadString(out key);
        var start = position;
        while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '_' or '-' or '$'))
            position++;
        key = ToUtf8(text[start..position]);
        return position > start;
    }

    // a number, a literal, or a bare word, which is taken as a string
    private bool ReadWord(bool member)
    {
        var start = position;
        while (position < text.Length && (text[position] is not (',' or '}' or ']' or '{' or '[' or ':' or '"' or '\r' or '\n')
            || (member && IsInnerComma())))
            position++;
        var word = text[start..position].TrimEnd();
        if (word.IsEmpty)
            return false;
        switch (word)
        {
            case "true" or "True":
                writer.WriteBooleanValue(true);
                break;
            case "false" or "False":
                writer.WriteBooleanValue(false);
                break;
            case "null" or "None":
                writer.WriteNullValue();
                break;
            default:
                WriteNumberOrWord(word);
                break;
        }

        return true;
    }

    // behind a member's value follows a key or the end: digits right behind a comma belong to the value, as printed in 1.234,50
    private readonly bool IsInnerComma()
    {
        if (text[position] != ',')
            return false;
        var rest = text[(position + 1)..];
        var digits = rest.IndexOfAnyExceptInRange('0', '9');
        if (digits == 0 || rest.IsEmpty)
            return false;
        return digits < 0 || rest[digits..].TrimStart() is not [':', ..];
    }

    private readonly void WriteNumberOrWord(ReadOnlySpan<char> word)
    {
        if (IsNumber(word))
            writer.WriteRawValue(word, skipInputValidation: true); // all its digits, however many
        else if (long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            writer.WriteNumberValue(whole);
        else if (double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            writer.WriteNumberValue(number);
        else
            writer.WriteStringValue(ToUtf8(word));
    }

    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        if (!char.IsAsciiDigit(word[^1]) || (word[0] != '-' && !char.IsAsciiDigit(word[0])))
            return false;
        var reader = new Utf8JsonReader(ToUtf8(word));
        try
        {
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false; // leading zeros and the like
        }
    }

    private bool TryReadString(out byte[] content)
    {
        var quote = text[position++];
        var result = new StringBuilder();
        while (position < text.Length)
        {
            var c = text[position++];
            if (c == quote)
            {
                content = ToUtf8(result.ToString());
                return true;
            }

            if (c != '\\')
                result.Append(c);
            else if (position < text.Length)
                AppendEscape(text[position++], result);
        }

        content = [];
        return false;
    }

    private void AppendEscape(char c, StringBuilder result)
    {
        if (c == 'u' && position + 4 <= text.Length
            && ushort.TryParse(text.Slice(position, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            result.Append((char)unit);
            position += 4;
            return;
        }

        result.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', _ => c });
    }

    // halves of a surrogate pair that stand alone become U+FFFD
    private static byte[] ToUtf8(ReadOnlySpan<char> value)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(value)];
        Encoding.UTF8.GetBytes(value, bytes);
        return bytes;
    }

    private void SkipSpace()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position]))
            position++;
    }

    private void SkipSpaceAndCommas()
    {
        while (position < text.Length && (char.IsWhiteSpace(text[position]) || text[position] == ','))
            position++;
    }
}
