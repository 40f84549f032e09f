namespace Qwen.Constraints.Automata;

/// <summary>A finite set of words.</summary>
internal sealed record WordLeaf(WordTree Tree) : LeafLanguage
{
    public override bool Nullable => Tree.IsWord;

    public override IEnumerable<int> Marks => Tree.Children.Keys;

    public override RegexNode Derive(RegexArena arena, int codePoint) =>
        Tree.Children.TryGetValue(codePoint, out var child) ? arena.Words(child) : arena.Empty;
}
