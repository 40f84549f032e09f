using Qwen.VisionLanguage.Generation.Constraints.Tokens;

namespace Qwen.VisionLanguage.Generation.Constraints.Languages;

/// <summary>A state of the byte automaton of one language in one written form. Every state leads to acceptance; made by <see cref="Lexer"/>.</summary>
internal sealed class LexState(Lexer lexer, LexKey key)
{
    private readonly LexState?[] next = new LexState?[key.Phase == LexPhase.Continuation ? 64 : 256];

    public Lexer Lexer { get; } = lexer;

    public LexKey Key { get; } = key;

    /// <summary>What may still be written.</summary>
    public RegexNode Node => Key.Node;

    public bool AtCharacter => Key.Phase == LexPhase.Character;

    /// <summary>Whether the text may end here.</summary>
    public bool Accepts => Key.Phase == LexPhase.Character && Key.Node.Nullable;

    /// <summary>Whether nothing may follow: the text ends here.</summary>
    public bool IsFinal => ReferenceEquals(Key.Node, Key.Node.Arena.Epsilon) && AtCharacter;

    /// <summary>Tokens that stay inside the text; filled in by <see cref="Lexer"/>.</summary>
    public TokenSet? Inside { get; set; }

    /// <summary>Tokens that hold the closing quote; filled in by <see cref="Lexer"/>.</summary>
    public QuoteHit[]? Closing { get; set; }

    /// <summary>The state behind one more byte; null where none can follow.</summary>
    public LexState? Step(byte value)
    {
        var index = value;
        if (Key.Phase == LexPhase.Continuation)
        {
            if ((value & 0xC0) != 0x80)
                return null;
            index &= 0x3F;
        }

        var known = next[index] ??= Lexer.Compute(this, value) ?? Lexer.Dead;
        return ReferenceEquals(known, Lexer.Dead) ? null : known;
    }
}
