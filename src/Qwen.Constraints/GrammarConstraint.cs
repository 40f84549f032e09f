using System.Buffers;
using System.Numerics;
using System.Text;
using Qwen.Constraints.Limits;
using Qwen.Constraints.Machine;

namespace Qwen.Constraints;

/// <summary>Holds one generation to a <see cref="Grammar"/>. Not thread-safe; made by <see cref="Grammar.CreateConstraint"/>.</summary>
public sealed class GrammarConstraint : ITokenConstraint
{
    private const int FewReadings = 2;

    private readonly Grammar grammar;
    private readonly TokenVocabulary vocabulary;
    private readonly CancellationToken cancellation;
    private readonly uint[] mask;
    private ParserState[] states;
    private bool masked;

    internal GrammarConstraint(Grammar grammar, ParserState[] start, CancellationToken cancellation)
    {
        this.grammar = grammar;
        this.cancellation = cancellation;
        vocabulary = grammar.Vocabulary;
        Grant = new AnswerGrant(grammar.CompileWork);
        states = start;
        mask = new uint[vocabulary.MaskWords];
    }

    /// <summary>What the answer may still take.</summary>
    internal AnswerGrant Grant { get; }

    /// <inheritdoc/>
    public bool MayEnd => Array.Exists(states, s => s.MayEnd);

    /// <summary>Whether the answer is complete and nothing but an end token may follow.</summary>
    public bool MustEnd
    {
        get
        {
            using var call = grammar.Open(Grant, Grant.ForSearch, cancellation);
            return Complete(call.Table, states);
        }
    }

    /// <summary>
    /// The tokens that may follow, one bit each, the lowest bit of a word first; end tokens where the answer may end. Valid until the next
    /// <see cref="Accept"/>. // [ceil(vocabulary / 32)]
    /// </summary>
    /// <remarks>
    /// Where an answer used up the work that it is granted, fewer tokens than the grammar would allow: some that can be gone on with.
    /// </remarks>
    /// <exception cref="ConstraintException">Even those take more than is granted: the answer cannot be gone on with.</exception>
    public ReadOnlySpan<uint> GetMask()
    {
        if (masked)
            return mask;
        if (states.Length == 0)
            Array.Clear(mask);
        using (var call = grammar.Open(Grant, Grant.ForSearch, cancellation))
            AddTokens(call.Table);
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
    /// <exception cref="ConstraintException">The answer took more work than it is granted.</exception>
    /// <exception cref="InvalidOperationException">The token may not follow: it was not chosen from the mask.</exception>
    public void Accept(int tokenId)
    {
        if (vocabulary.EndTokens.Contains(tokenId) && MayEnd)
            return;
        var bytes = (uint)tokenId < (uint)vocabulary.Size ? vocabulary.TokenBytes[tokenId].Span : default;
        var steps = Grant.ForSearch;
        ParserState[] next = bytes.IsEmpty ? [] : Take(bytes, steps);

        // what the mask allows is taken, whatever is left
        if (next.Length == 0 && !bytes.IsEmpty && steps < ConstraintLimits.MaskWork)
            next = Take(bytes, ConstraintLimits.MaskWork);
        if (next.Length == 0)
        {
            // where work ran out once, what could not be looked at was taken for possible, and may turn out not to be
            throw masked && Allows(tokenId) && grammar.HasGuessed
                ? AnswerGrant.TooMuch()
                : new InvalidOperationException($"Token {tokenId} may not follow here: choose tokens from the mask.");
        }

        states = next;
        masked = false;
        Grant.Grow();
    }

    /// <summary>The bytes that must come next whatever the model would choose; none where it has a choice or the answer may end.</summary>
    /// <param name="limit">Most bytes to look ahead.</param>
    public byte[] GetForcedBytes(int limit = 1024)
    {
        using var call = grammar.Open(Grant, Grant.ForSearch, cancellation);
        return Forced(call.Table, limit, out _);
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
        byte[] bytes;
        ParserState[] behind;
        int[] end;
        using (var call = grammar.Open(Grant, Grant.ForSearch, cancellation))
        {
            bytes = Forced(call.Table, limit, out behind);
            end = Complete(call.Table, behind) ? vocabulary.EndTokens[..1] : [];
        }

        // not half a character
        var length = bytes.Length;
        while (length > 0 && Rune.DecodeLastFromUtf8(bytes.AsSpan(0, length), out _, out _) != OperationStatus.Done)
            length--;
        if (length == 0)
            return end;
        var tokens = encode(Encoding.UTF8.GetString(bytes, 0, length));
        using var judging = grammar.Open(Grant, Grant.ForSearch, cancellation);
        var start = 0;
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = (uint)tokens[i] < (uint)vocabulary.Size ? vocabulary.TokenBytes[tokens[i]].Span : default;
            if (token.IsEmpty || !bytes.AsSpan(start).StartsWith(token) || (cut && MayGrow(judging.Table, bytes.AsSpan(start), behind)))
                return tokens[..i];
            start += token.Length;
        }

        return length == bytes.Length ? [.. tokens, .. end] : tokens;
    }

    // what takes too long to say is left out, as long as something was said. The first and the last readings have their say whatever is
    // left: there the way on is, and the way out
    private void AddTokens(StateTable table)
    {
        List<ParserState>? kept = null;
        for (var i = 0; i < states.Length; i++)
        {
            var state = states[i];
            if (i > 0 && table.Budget.IsSpent && !state.HasRecipe && mask.AsSpan().ContainsAnyExcept(0u))
            {
                if (i >= FewReadings && i < states.Length - FewReadings)
                {
                    kept ??= [.. states[..i]];
                    continue;
                }

                table.Budget.Extend(ConstraintLimits.LeastWork / 4);
            }

            // the first one's tokens take the place of what stood there before
            if (i == 0)
                state.Recipe.CopyTo(mask);
            else
                state.Recipe.AddTo(mask);
            kept?.Add(state);
        }

        if (kept is not null)
            states = [.. kept];
    }

    private static bool Complete(StateTable table, ParserState[] states)
    {
        if (!Array.Exists(states, s => s.MayEnd))
            return false;
        Span<bool> possible = stackalloc bool[256];
        table.AddBytes(states, possible);
        for (var value = 0; value < 256; value++)
        {
            if (possible[value] && (table.Budget.IsSpent || table.Next(states, (byte)value).Length > 0))
                return false;
        }

        return true;
    }

    private byte[] Forced(StateTable table, int limit, out ParserState[] behind)
    {
        var result = new List<byte>();
        behind = states;
        Span<bool> possible = stackalloc bool[256];
        while (result.Count < limit && !Array.Exists(behind, s => s.MayEnd))
        {
            ParserState[]? next = null;
            byte forced = 0;
            possible.Clear();
            table.AddBytes(behind, possible);
            for (var value = 0; value < 256; value++)
            {
                if (!possible[value])
                    continue;
                var targets = table.Next(behind, (byte)value);
                if (targets.Length == 0)
                    continue;
                if (next is not null)
                    return [.. result];
                (next, forced) = (targets, (byte)value);
            }

            // nothing is certain where not all was tried
            if (next is null || table.Budget.IsSpent)
                break;
            result.Add(forced);
            behind = next;
        }

        return [.. result];
    }

    // whether some token begins with all these bytes and goes on in a way that the grammar allows
    private bool MayGrow(StateTable table, ReadOnlySpan<byte> bytes, ParserState[] behind)
    {
        var node = 0;
        foreach (var value in bytes)
        {
            node = vocabulary.Tree.Child(node, value);
            if (node < 0)
                return false;
        }

        var search = table.Search();
        search.Walk(node, behind);
        return !search.Found().IsEmpty;
    }

    private ParserState[] Take(ReadOnlySpan<byte> bytes, long steps)
    {
        using var call = grammar.Open(Grant, steps, cancellation);
        var next = Advance(call.Table, states, bytes);

        // of too many readings some are given up on the way, and those left may not be the ones that take the token
        for (var i = 0; i < states.Length && next.Length == 0 && states.Length > 1; i++)
            next = Advance(call.Table, [states[i]], bytes);
        if (next.Length == 0 && steps == ConstraintLimits.MaskWork && call.Table.Budget.IsSpent)
            throw AnswerGrant.TooMuch();
        return next;
    }

    private static ParserState[] Advance(StateTable table, ParserState[] states, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
            states = table.Next(states, value);
        return states;
    }
}
