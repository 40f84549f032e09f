using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Machine;

/// <summary>Around an element of a rule that is not its last.</summary>
internal sealed class SequenceFrame(StateTable table, GrammarElement[] sequence, int index, Frame parent) : Frame
{
    protected override Frame? Needed
    {
        get
        {
            for (var i = index; i < sequence.Length; i++)
            {
                if (!sequence[i].MayBeEmpty)
                    return null;
            }

            return parent;
        }
    }

    public static SequenceFrame Of(StateTable table, GrammarElement[] sequence, int index, Frame parent) =>
        table.Intern(sequence, parent, null, index, () => new SequenceFrame(table, sequence, index, parent));

    protected override ParserState[] Complete()
    {
        var states = new List<ParserState>();
        GrammarRule.Begin(table, sequence, index, parent, states);
        var result = states.Distinct().ToArray();

        // deep inside, the ways to go on add up frame by frame: the nearest and the outermost ones are enough to come to an end
        var most = table.Budget.IsFull || table.Budget is { Lenient: true, IsSpent: true }
            ? ConstraintLimits.ReadingsBehind / 8
            : Math.Max(ConstraintLimits.ReadingsBehind, table.MostBeginnings);
        if (result.Length > most && Needed is not null)
            result = [.. result.AsSpan(0, most / 2), .. result.AsSpan(result.Length - (most / 2))];
        table.Budget.Note(states.Count);
        table.Budget.Hold(8 * result.Length);
        return result;
    }
}
