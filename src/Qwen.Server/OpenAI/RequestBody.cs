using System.Text.Json;
using System.Text.Unicode;

namespace Qwen.Server.OpenAI;

/// <summary>Reads the JSON of a request so that nothing in it can surprise a later reader.</summary>
internal static class RequestBody
{
    // schemas nest deepest; what goes beyond this has no reader that would want it
    private const int MaxDepth = 64;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    /// <summary>The object that the bytes hold: whole, of texts that are Unicode, without a name given twice.</summary>
    /// <returns>A document that the caller disposes, and that reads the bytes until then.</returns>
    /// <exception cref="RequestException">The bytes are no such object; the sentence says why.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Span.IsEmpty)
            throw RequestException.Invalid(null, "The body is empty: send a JSON object.");
        if (!Utf8.IsValid(bytes.Span))
            throw RequestException.Invalid(null, "The body is not UTF-8: send JSON, encoded in UTF-8.");
        JsonDocument document;
        try
        {
            CheckEscapes(bytes.Span);
            document = JsonDocument.Parse(bytes, Strict);
        }
        catch (JsonException error)
        {
            throw RequestException.Invalid(null, $"The body is no JSON that can be read: {error.Message}");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw RequestException.Invalid(null, "The body must be a JSON object.");
    }

    // half of a surrogate pair, written as an escape, is JSON but no text
    private static void CheckEscapes(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName) || !reader.ValueIsEscaped)
                continue;
            try
            {
                _ = reader.GetString();
            }
            catch (InvalidOperationException)
            {
                throw RequestException.Invalid(
                    null, $"The body holds half of a surrogate pair at byte {reader.TokenStartIndex}: no text has that.");
            }
        }
    }
}
