using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Qwen.Constraints.Machine;

namespace Qwen.Constraints;

/// <summary>Holds one generation to a <see cref="Grammar"/>. Not thread-safe; made by <see cref="Grammar.CreateConstraint"/>.</summary>
public sealed class GrammarConstraint : ITokenConstraint
{
    // readings of one text beyond this are a sign of an ambiguous grammar, not of a rich one
    private const int MaxReadings = 4096;

    private readonly TokenVocabulary vocabulary;
    private readonly uint[] mask;
    private ParserState[] states;
    private bool masked;

    internal GrammarConstraint(TokenVocabulary vocabulary, ParserState[] start)
    {
        this.vocabulary = vocabulary;
        states = start;
        mask = new uint[vocabulary.MaskWords];
    }

    /// <inheritdoc/>
    public bool MayEnd
    {
        get
        {
            lock (vocabulary.Sync)
                return Array.Exists(states, s => s.MayEnd);
        }
    }

    /// <summary>Whether the answer is complete and nothing but an end token may follow.</summary>
    public bool MustEnd
    {
        get
        {
            lock (vocabulary.Sync)
                return Complete(states);
        }
    }

    /// <summary>
    /// The tokens that may follow, one bit each, the lowest bit of a word first; end tokens where the answer may end. Valid until the next
    /// <see cref="Accept"/>. // [ceil(vocabulary / 32)]
    /// </summary>
    public ReadOnlySpan<uint> GetMask()
    {
        if (masked)
            return mask;
        Array.Clear(mask);
        lock (vocabulary.Sync)
        {
            foreach (var state in states)
                state.Recipe.AddTo(mask);
        }

        if (MayEnd)
        {
            foreach (var id in vocabulary.EndTokens)
                mask[id >> 5] |= 1u << id;
        }

        masked = true;
        return mask;
    }

    /// <summary>Whether a token may follow.</summary>
    public bool Allows(int tokenId) => (uint)tokenId < (uint)vocabulary.Size && (GetMask()[tokenId >> 5] >> tokenId & 1) != 0;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        var bits = GetMask();
        for (var word = 0; word * 32 < logits.Length; word++)
        {
            var part = logits.Slice(word * 32, Math.Min(32, logits.Length - word * 32));
            var allowed = word < bits.Length ? bits[word] : 0;
            if (allowed == 0)
            {
                part.Fill(float.NegativeInfinity);
                continue;
            }

            for (var banned = ~allowed; banned != 0; banned &= banned - 1)
            {
                var i = BitOperations.TrailingZeroCount(banned);
                if (i < part.Length)
                    part[i] = float.NegativeInfinity;
            }
        }
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The token may not follow: it was not chosen from the mask.</exception>
    public void Accept(int tokenId)
    {
        if (vocabulary.EndTokens.Contains(tokenId) && MayEnd)
            return;
        var bytes = (uint)tokenId < (uint)vocabulary.Size ? vocabulary.TokenBytes[tokenId].Span : default;
        ParserState[] next;
        lock (vocabulary.Sync)
            next = bytes.IsEmpty ? [] : Advance(states, bytes);
        if (next.Length == 0)
            throw new InvalidOperationException($"Token {tokenId} may not follow here: choose tokens from the mask.");
        states = next;
        masked = false;
    }

    /// <summary>The bytes that must come next whatever the model would choose; none where it has a choice or the answer may end.</summary>
    /// <param name="limit">Most bytes to look ahead.</param>
    public byte[] GetForcedBytes(int limit = 1024)
    {
        lock (vocabulary.Sync)
            return Forced(limit, out _);
    }

    /// <summary>
    /// The tokens that must come next, cut as the tokenizer would have cut them in the running text: a token at the end that could still
    /// grow with what follows is left to the model. Where nothing may follow them, the first end token closes them.
    /// </summary>
    /// <param name="encode">Cuts text into tokens, control tokens of the grammar's text included where the model writes such.</param>
    /// <param name="limit">Most bytes to look ahead.</param>
    public int[] GetForcedTokens(Func<string, int[]> encode, int limit = 1024) => Spell(encode, limit, cut: true);

    /// <inheritdoc/>
    public int[] GetLikelyTokens(Func<string, int[]> encode, int limit = 1024) => Spell(encode, limit, cut: false);

    private int[] Spell(Func<string, int[]> encode, int limit, bool cut)
    {
        ArgumentNullException.ThrowIfNull(encode);
        lock (vocabulary.Sync)
        {
            var bytes = Forced(limit, out var behind);
            int[] end = Complete(behind) ? vocabulary.EndTokens[..1] : [];

            // not half a character
            var length = bytes.Length;
            while (length > 0 && Rune.DecodeLastFromUtf8(bytes.AsSpan(0, length), out _, out _) != OperationStatus.Done)
                length--;
            if (length == 0)
                return end;
            var tokens = encode(Encoding.UTF8.GetString(bytes, 0, length));
            var start = 0;
            for (var i = 0; i < tokens.Length; i++)
            {
                var token = (uint)tokens[i] < (uint)vocabulary.Size ? vocabulary.TokenBytes[tokens[i]].Span : default;
                if (token.IsEmpty || !bytes.AsSpan(start).StartsWith(token) || (cut && MayGrow(bytes.AsSpan(start), behind)))
                    return tokens[..i];
                start += token.Length;
            }

            return length == bytes.Length ? [.. tokens, .. end] : tokens;
        }
    }

    private static bool Complete(ParserState[] states)
    {
        if (!Array.Exists(states, s => s.MayEnd))
            return false;
        for (var value = 0; value < 256; value++)
        {
            if (Advance(states, (byte)value).Length > 0)
                return false;
        }

        return true;
    }

    private byte[] Forced(int limit, out ParserState[] behind)
    {
        var result = new List<byte>();
        behind = states;
        while (result.Count < limit && !Array.Exists(behind, s => s.MayEnd))
        {
            ParserState[]? next = null;
            byte forced = 0;
            for (var value = 0; value < 256; value++)
            {
                var targets = Advance(behind, (byte)value);
                if (targets.Length == 0)
                    continue;
                if (next is not null)
                    return [.. result];
                (next, forced) = (targets, (byte)value);
            }

            if (next is null)
                break;
            result.Add(forced);
            behind = next;
        }

        return [.. result];
    }

    // whether some token begins with all these bytes and goes on in a way that the grammar allows
    private bool MayGrow(ReadOnlySpan<byte> bytes, ParserState[] behind)
    {
        var node = 0;
        foreach (var value in bytes)
        {
            node = vocabulary.Tree.Child(node, value);
            if (node < 0)
                return false;
        }

        foreach (var state in behind)
        {
            var search = state.StateTable.Search();
            search.Walk(node, state);
            if (!search.Found().IsEmpty)
                return true;
        }

        return false;
    }

    private static ParserState[] Advance(ParserState[] states, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            states = Advance(states, value);
        return states;
    }

    private static ParserState[] Advance(ParserState[] states, byte value)
    {
        if (states.Length == 1)
            return states[0].Next(value);
        var next = new List<ParserState>();
        foreach (var state in states)
        {
            foreach (var target in state.Next(value))
            {
                if (!CollectionsMarshal.AsSpan(next).Contains(target))
                    next.Add(target);
            }
        }

        if (next.Count > MaxReadings)
            throw new ConstraintException($"The grammar is ambiguous: the text so far has more than {MaxReadings} readings. Make its alternatives begin differently.");
        return [.. next];
    }
}
