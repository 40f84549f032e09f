namespace Qwen.Constraints.Machine;

/// <summary>A rule that is not regular: alternatives, each a sequence of elements.</summary>
internal sealed class GrammarRule(string name)
{
    public string Name { get; } = name;

    /// <summary>Set once, after rules that refer to each other have been made.</summary>
    public IReadOnlyList<GrammarElement[]> Alternatives { get; set; } = [];

    /// <summary>The states in which the rule begins.</summary>
    public IEnumerable<ParserState> Begin(StateTable table, Frame frame) => Alternatives.SelectMany(a => Begin(table, a, 0, frame));

    /// <summary>The states in which a sequence goes on from an element.</summary>
    public static IEnumerable<ParserState> Begin(StateTable table, GrammarElement[] sequence, int index, Frame frame)
    {
        if (index == sequence.Length)
            return frame.Completed;

        // behind its last element a sequence returns to where its rule returns: tail calls take no frame
        var behind = index + 1 == sequence.Length ? frame : SequenceFrame.Of(table, sequence, index + 1, frame);
        return sequence[index] switch
        {
            { Rule: { } rule } => rule.Begin(table, behind),
            { Json: { } json } => [table.Value(json.Schemas, json.Root, behind, Whitespace.None)],
            { Terminal: { } terminal } => [TerminalState.Of(table, terminal, behind)],
            _ => [],
        };
    }
}
