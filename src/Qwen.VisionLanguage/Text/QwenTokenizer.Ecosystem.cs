using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace Qwen.VisionLanguage.Text;

/// <content>What <see cref="Tokenizer"/> asks for. Offsets are places in the normalised text where normalising changed it.</content>
public sealed partial class QwenTokenizer
{
    /// <summary>Writes the text of ids, without control tokens, as far as it fits.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="destination">Takes the text.</param>
    /// <param name="idsConsumed">How many ids were written whole.</param>
    /// <param name="charsWritten">How many characters were written.</param>
    /// <returns><see cref="OperationStatus.DestinationTooSmall"/> where ids are left over; they go on at a character's beginning.</returns>
    public override OperationStatus Decode(IEnumerable<int> ids, Span<char> destination, out int idsConsumed, out int charsWritten)
    {
        ArgumentNullException.ThrowIfNull(ids);
        idsConsumed = charsWritten = 0;
        var read = 0;
        var written = 0;
        var waiting = new List<byte>();
        Span<char> units = stackalloc char[2];
        foreach (var id in ids)
        {
            waiting.AddRange(GetBytes(id).Span);
            read++;
            if (!Write(waiting, destination, ref written, units, flush: false))
                return OperationStatus.DestinationTooSmall;
            if (waiting.Count == 0)
                (idsConsumed, charsWritten) = (read, written);
        }

        if (!Write(waiting, destination, ref written, units, flush: true))
            return OperationStatus.DestinationTooSmall;
        (idsConsumed, charsWritten) = (read, written);
        return OperationStatus.Done;
    }

    /// <inheritdoc/>
    protected override EncodeResults<int> EncodeToIds(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var walk = Walk(text, textSpan, settings, out var normalised);
        walk.Take(settings.MaxTokenCount);
        var count = walk.WholeCount(settings.MaxTokenCount);
        return new EncodeResults<int>
        {
            Tokens = [.. walk.Tokens.Take(count).Select(token => token.Id)],
            NormalizedText = normalised,
            CharsConsumed = count == 0 ? 0 : walk.Tokens[count - 1].End,
        };
    }

    /// <inheritdoc/>
    protected override EncodeResults<EncodedToken> EncodeToTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var walk = Walk(text, textSpan, settings, out var normalised);
        walk.Take(settings.MaxTokenCount);
        var count = walk.WholeCount(settings.MaxTokenCount);
        return new EncodeResults<EncodedToken>
        {
            Tokens = [.. walk.Tokens.Take(count).Select(ToEncoded)],
            NormalizedText = normalised,
            CharsConsumed = count == 0 ? 0 : walk.Tokens[count - 1].End,
        };
    }

    /// <inheritdoc/>
    protected override int CountTokens(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings)
    {
        var walk = Walk(text, textSpan, settings, out _);
        walk.Take(settings.MaxTokenCount);
        return walk.WholeCount(settings.MaxTokenCount);
    }

    /// <inheritdoc/>
    protected override int GetIndexByTokenCount(
        string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, bool fromEnd, out string? normalizedText, out int tokenCount)
    {
        var walk = Walk(text, textSpan, settings, out normalizedText);
        walk.Take(fromEnd ? int.MaxValue : settings.MaxTokenCount);
        if (!fromEnd)
        {
            tokenCount = walk.WholeCount(settings.MaxTokenCount);
            return tokenCount == 0 ? 0 : walk.Tokens[tokenCount - 1].End;
        }

        var first = Math.Max(0, walk.Tokens.Count - Math.Max(0, settings.MaxTokenCount));
        while (first > 0 && first < walk.Tokens.Count && !walk.Tokens[first - 1].EndsCharacter)
            first++;
        tokenCount = walk.Tokens.Count - first;
        return tokenCount == 0 ? walk.Text.Length : walk.Tokens[first].Start;
    }

    private PlacedTokens Walk(string? text, ReadOnlySpan<char> textSpan, EncodeSettings settings, out string? normalised)
    {
        var given = text ?? textSpan.ToString();
        var normal = settings.ConsiderNormalization ? UnicodeNormalizer.Compose(given) : given;
        normalised = settings.ConsiderNormalization && !string.Equals(normal, given, StringComparison.Ordinal) ? normal : null;
        return new PlacedTokens(table, bytes, normal, settings.ConsiderPreTokenization);
    }

    private EncodedToken ToEncoded(PlacedToken token) =>
        new(token.Id, Encoding.UTF8.GetString(bytes[token.Id].Span), token.Start..token.End);

    // moves whole characters from the bytes to the text; what may still grow stays, unless nothing follows
    private static bool Write(List<byte> waiting, Span<char> destination, ref int written, Span<char> units, bool flush)
    {
        var span = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(waiting);
        var done = 0;
        while (done < span.Length)
        {
            var status = Rune.DecodeFromUtf8(span[done..], out var rune, out var length);
            if (status == OperationStatus.NeedMoreData && !flush)
                break;
            var count = rune.EncodeToUtf16(units);
            if (written + count > destination.Length)
                return false;
            units[..count].CopyTo(destination[written..]);
            written += count;
            done += length;
        }

        waiting.RemoveRange(0, done);
        return true;
    }
}
