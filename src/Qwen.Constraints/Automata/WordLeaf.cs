namespace Qwen.Constraints.Automata;

/// <summary>A finite set of words.</summary>
internal sealed record WordLeaf(WordTree Tree) : LeafLanguage
{
    public override bool Nullable => Tree.IsWord;

    public override IEnumerable<int> Marks => Tree.Characters.ToArray();

    public override RegexNode Derive(RegexArena arena, int codePoint) =>
        Tree.Find(codePoint) is { } child ? arena.Words(child) : arena.Empty;
}
