using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>Collects single numbers (enum, const) into the spellings with their values and the spellings to generate.</summary>
internal sealed class NumberWords(RegexArena arena, NumberLanguages numbers)
{
    private readonly List<string> whole = [];
    private readonly List<string> broken = [];
    private readonly List<string> written = [];

    public bool IsEmpty => written.Count == 0;

    /// <summary>All spellings without exponent.</summary>
    public RegexNode Equal
    {
        get
        {
            var zeros = arena.Repeat(arena.Text("0"), 0, RegexNode.Unbounded);
            var tail = arena.Repeat(arena.Sequence(arena.Text("."), arena.Sequence(arena.Text("0"), zeros)), 0, 1);
            return arena.Union(
                arena.Sequence(arena.Words(WordTree.Of(whole)), tail),
                arena.Sequence(arena.Words(WordTree.Of(broken)), zeros),
                arena.Intersection(numbers.Any, arena.Words(WordTree.Of(written))));
        }
    }

    public RegexNode Written => written.Count == 0 ? arena.Empty : arena.Words(WordTree.Of(written));

    public void Add(DecimalNumber number, string spelling)
    {
        (number.IsInteger ? whole : broken).Add(number.ToString());
        if (number.IsZero)
            whole.Add("-0");
        written.Add(number.ToString());
        written.Add(spelling);
    }
}
