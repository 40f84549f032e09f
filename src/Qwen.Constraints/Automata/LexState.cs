using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

/// <summary>
/// A state of the byte automaton of one language in one written form. Every state leads to acceptance; made by <see cref="Lexer"/>.
/// </summary>
internal sealed class LexState(Lexer lexer, LexKey key)
{
    // most states have few ways on: those are kept as a short list, and as a table once they are many
    private const int MaxListed = 12;

    // the digits, a point, two letters and a sign are still few
    private const int MaxFew = 16;

    private byte[] listedBytes = [];
    private LexState[] listed = [];
    private int count;
    private LexState?[]? table;
    private byte[]? few;

    public Lexer Lexer { get; } = lexer;

    public LexKey Key { get; } = key;

    /// <summary>What may still be written.</summary>
    public RegexNode Node => Key.Node;

    public bool AtCharacter => Key.Phase == LexPhase.Character;

    /// <summary>Whether the text may end here.</summary>
    public bool Accepts => Key.Phase == LexPhase.Character && Key.Node.Nullable;

    /// <summary>Whether nothing may follow: the text ends here.</summary>
    public bool IsFinal => ReferenceEquals(Key.Node, Lexer.Arena.Epsilon) && AtCharacter;

    /// <summary>Whether any text may follow, and any may end here.</summary>
    public bool IsAnyText => AtCharacter && ReferenceEquals(Key.Node, Lexer.Arena.AnyText);

    /// <summary>The bytes that may follow, and some more, where they are few; none where they are many.</summary>
    public ReadOnlySpan<byte> Few => few ??= FindFew();

    /// <summary>What is left where the language took too much to go on with; null where all of it is.</summary>
    public LexState? Narrowed { get; set; }

    /// <summary>Whether <see cref="AnyTextTwin"/> is known.</summary>
    public bool HasTwin { get; set; }

    /// <summary>The state of any text that has the same tokens; null for none. Filled in by <see cref="Lexer"/>.</summary>
    public LexState? AnyTextTwin { get; set; }

    /// <summary>Tokens that stay inside the text; filled in by <see cref="Lexer"/>.</summary>
    public TokenSet? Inside { get; set; }

    /// <summary>Tokens that hold the closing quote; filled in by <see cref="Lexer"/>.</summary>
    public ClosingTokens? Closing { get; set; }

    /// <summary>The state behind one more byte; null where none can follow.</summary>
    public LexState? Step(byte value)
    {
        if (table is not null)
        {
            var known = table[value] ??= Lexer.Compute(this, value) ?? Lexer.Dead;
            return ReferenceEquals(known, Lexer.Dead) ? null : known;
        }

        var index = listedBytes.AsSpan(0, count).IndexOf(value);
        if (index >= 0)
            return listed[index];
        var next = Lexer.Compute(this, value);
        if (next is not null)
            Remember(value, next);
        return next;
    }

    /// <summary>Marks the bytes that may follow, and maybe some more. // [256]</summary>
    public void AddBytes(Span<bool> bytes)
    {
        if (Few.IsEmpty)
            bytes.Fill(true);
        foreach (var value in Few)
            bytes[value] = true;
    }

    private byte[] FindFew()
    {
        if (!AtCharacter || Key.Form == TextForm.JsonFreeString || Narrowed is not null)
            return [];
        var arena = Lexer.Arena;
        RegexTransition[] transitions;
        try
        {
            transitions = arena.Transitions(Key.Node);
        }
        catch (ConstraintException) when (arena.Budget.Lenient)
        {
            // a step that takes as much leaves one text of the language
            return [];
        }

        var found = new List<byte>();
        for (var i = 0; i < transitions.Length; i++)
        {
            if (ReferenceEquals(transitions[i].Target, arena.Empty))
                continue;
            var end = i + 1 < transitions.Length ? transitions[i + 1].First : CodePointSet.Limit;
            if (end > 0x80 || found.Count + end - transitions[i].First > MaxFew)
                return [];
            for (var c = transitions[i].First; c < end; c++)
            {
                var value = Key.Form == TextForm.JsonString && (c < ' ' || c is '"' or '\\') ? (byte)'\\' : (byte)c;
                if (!found.Contains(value))
                    found.Add(value);
            }
        }

        return [.. found];
    }

    private void Remember(byte value, LexState next)
    {
        if (count == MaxListed)
        {
            table = new LexState?[256];
            for (var i = 0; i < count; i++)
                table[listedBytes[i]] = listed[i];
            table[value] = next;
            (listedBytes, listed, count) = ([], [], 0);
            return;
        }

        if (count == listed.Length)
        {
            Array.Resize(ref listedBytes, count == 0 ? 2 : Math.Min(MaxListed, count * 2));
            Array.Resize(ref listed, listedBytes.Length);
        }

        listedBytes[count] = value;
        listed[count++] = next;
    }
}
