using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a number, a literal or a terminal of a grammar: text that no quote ends.</summary>
internal sealed class TerminalState(StateTable table, LexState text, Frame frame) : ParserState(table)
{
    public override bool MayEnd => text.Accepts && Array.Exists(frame.Completed, s => s.MayEnd);

    /// <summary>The state inside the terminal; the one behind it where nothing more can come.</summary>
    public static TerminalState Of(StateTable table, LexState text, Frame frame) =>
        table.Intern(text, frame, null, 0, () => new TerminalState(table, text, frame));

    protected override ParserState[] Step(byte value)
    {
        ParserState[] inside = text.Step(value) is { } next ? ReferenceEquals(next, text) ? [this] : [Of(StateTable, next, frame)] : [];
        if (!text.Accepts)
            return inside;
        ParserState[] behind = frame.Completed.Length == 1 ? frame.Completed[0].Next(value) : [.. frame.Completed.SelectMany(s => s.Next(value))];
        return inside.Length == 0 ? behind : behind.Length == 0 ? inside : [.. inside, .. behind];
    }

    protected override TokenRecipe MakeRecipe()
    {
        var inside = StateTable.Lexer.Inside(text, StateTable.Vocabulary);
        TokenRecipe[] behind = text.Accepts ? [.. frame.Completed.Select(s => s.Recipe)] : [];
        var tokens = StateTable.Search();

        // tokens that begin inside and end behind
        var tree = StateTable.Vocabulary.Tree;
        var open = new Stack<(int Node, LexState State)>([(0, text)]);
        while (open.TryPop(out var at))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            for (var child = first; child < end; child++)
            {
                var value = tree.Bytes[child];
                if (at.Node != 0 && at.State.Accepts && frame.First[value])
                {
                    foreach (var state in frame.Completed)
                        tokens.Enter(child, state.Next(value));
                }

                if (tree.ChildCount[child] > 0 && at.State.Step(value) is { } next)
                    open.Push((child, next));
            }
        }

        return new TokenRecipe([inside], tokens.Found(), behind);
    }
}
