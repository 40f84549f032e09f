namespace Qwen.Constraints.Machine;

/// <summary>A rule that is not regular: alternatives, each a sequence of elements.</summary>
internal sealed class GrammarRule(string name)
{
    public string Name { get; } = name;

    /// <summary>Set once, after rules that refer to each other have been made.</summary>
    public IReadOnlyList<GrammarElement[]> Alternatives { get; set; } = [];

    /// <summary>Whether one of the alternatives may be empty. Set once, when all rules are known.</summary>
    public bool MayBeEmpty { get; set; }

    /// <summary>
    /// Adds the states in which a sequence goes on from an element, those behind what may be empty there among them. How deep this goes
    /// was bounded when the rules were checked.
    /// </summary>
    public static void Begin(StateTable table, GrammarElement[] sequence, int index, Frame frame, List<ParserState> into)
    {
        for (; index < sequence.Length; index++)
        {
            table.Budget.Note(4);

            // behind its last element a sequence returns to where its rule returns: tail calls take no frame
            var behind = index + 1 == sequence.Length ? frame : SequenceFrame.Of(table, sequence, index + 1, frame);
            if (sequence[index].Rule is { } rule)
            {
                foreach (var alternative in rule.Alternatives)
                    Begin(table, alternative, 0, behind, into);
                return;
            }

            if (sequence[index].Json is { } json)
            {
                into.Add(table.Value(json.Schemas, json.Root, behind, Whitespace.None));
                return;
            }

            var terminal = sequence[index].Terminal!;
            if (!terminal.IsFinal)
                into.Add(TerminalState.Of(table, terminal, behind));
            if (!terminal.Accepts)
                return;
        }

        into.AddRange(frame.Completed);
    }
}
