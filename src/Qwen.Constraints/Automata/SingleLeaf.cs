using System.Runtime.CompilerServices;
using System.Text;

namespace Qwen.Constraints.Automata;

/// <summary>What is left of one text, made step by step: a text of a million characters takes no more than itself.</summary>
/// <param name="Text">The whole text.</param>
/// <param name="At">Where the rest begins.</param>
/// <param name="IsWhole">Whether the text is in the language; else it is the beginning of one that is too long to be written.</param>
internal sealed record SingleLeaf(string Text, int At, bool IsWhole) : LeafLanguage
{
    public override bool Nullable => At == Text.Length && IsWhole;

    public override bool IsSure => true;

    public override string Completion => Text[At..];

    public override IEnumerable<int> Marks => At < Text.Length ? [Rune.GetRuneAt(Text, At).Value] : [];

    public override RegexNode Derive(RegexArena arena, int codePoint) =>
        At < Text.Length && Rune.GetRuneAt(Text, At) is var next && next.Value == codePoint
            ? arena.Leaf(this with { At = At + next.Utf16SequenceLength })
            : arena.Empty;

    // the same text is one object
    public bool Equals(SingleLeaf? other) => other is not null && ReferenceEquals(Text, other.Text) && At == other.At;

    public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Text), At);
}
