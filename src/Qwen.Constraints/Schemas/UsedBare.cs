using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// Numbers and literals that may not be written again. Immutable: one with a text more shares with the one before. A number is kept by all
/// spellings of its value that have no exponent.
/// </summary>
internal sealed class UsedBare
{
    public static readonly UsedBare None = new(WordTree.None, WordTree.None, WordTree.None);

    private readonly WordTree whole;
    private readonly WordTree broken;
    private readonly WordTree written;
    private RegexNode? equal;

    private UsedBare(WordTree whole, WordTree broken, WordTree written) =>
        (this.whole, this.broken, this.written) = (whole, broken, written);

    public bool IsEmpty => ReferenceEquals(this, None);

    /// <summary>With one text more.</summary>
    public UsedBare With(string text)
    {
        if (!DecimalNumber.TryParse(text, out var number))
            return new(whole, broken, written.With(text));
        var spelled = number.ToString();
        if (!number.IsInteger)
            return new(whole, broken.With(spelled), written.With(text));
        return new(number.IsZero ? whole.With("0").With("-0") : whole.With(spelled), broken, written.With(text));
    }

    /// <summary>The texts in every spelling. Of one arena only.</summary>
    public RegexNode Equal(RegexArena arena, NumberLanguages numbers) => equal ??= arena.Union(
        arena.Sequence(arena.Words(whole), numbers.NoFraction), arena.Sequence(arena.Words(broken), numbers.Zeros), arena.Words(written));
}
