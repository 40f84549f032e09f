namespace Qwen.Constraints.Machine;

/// <summary>Around an element of a rule that is not its last.</summary>
internal sealed class SequenceFrame(StateTable table, GrammarElement[] sequence, int index, Frame parent) : Frame
{
    public static SequenceFrame Of(StateTable table, GrammarElement[] sequence, int index, Frame parent) =>
        table.Intern(sequence, parent, null, index, () => new SequenceFrame(table, sequence, index, parent));

    protected override ParserState[] Complete() => [.. GrammarRule.Begin(table, sequence, index, parent).Distinct()];
}
