using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

/// <summary>
/// A state of the byte automaton of one language in one written form. Every state leads to acceptance; made by <see cref="Lexer"/>.
/// </summary>
internal sealed class LexState(Lexer lexer, LexKey key)
{
    // most states have few ways on: those are kept as a short list, and as a table once they are many
    private const int MaxListed = 12;

    private byte[] listedBytes = [];
    private LexState[] listed = [];
    private int count;
    private LexState?[]? table;

    public Lexer Lexer { get; } = lexer;

    public LexKey Key { get; } = key;

    /// <summary>What may still be written.</summary>
    public RegexNode Node => Key.Node;

    public bool AtCharacter => Key.Phase == LexPhase.Character;

    /// <summary>Whether the text may end here.</summary>
    public bool Accepts => Key.Phase == LexPhase.Character && Key.Node.Nullable;

    /// <summary>Whether nothing may follow: the text ends here.</summary>
    public bool IsFinal => ReferenceEquals(Key.Node, Key.Node.Arena.Epsilon) && AtCharacter;

    /// <summary>What is left where the language took too much to go on with; null where all of it is.</summary>
    public LexState? Narrowed { get; set; }

    /// <summary>Tokens that stay inside the text; filled in by <see cref="Lexer"/>.</summary>
    public TokenSet? Inside { get; set; }

    /// <summary>Tokens that hold the closing quote; filled in by <see cref="Lexer"/>.</summary>
    public QuoteHit[]? Closing { get; set; }

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
