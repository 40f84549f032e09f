using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a number, a literal or a terminal of a grammar: text that no quote ends.</summary>
internal sealed class TerminalState(StateTable table, LexState text, Frame frame) : ParserState(table)
{
    /// <summary>The state inside the terminal.</summary>
    public static TerminalState Of(StateTable table, LexState text, Frame frame) =>
        table.Intern(text, frame, null, 0, () => new TerminalState(table, text, frame));

    /// <summary>The states where a terminal has come to: inside of it where more can come, behind it where it may end.</summary>
    public static ParserState[] At(StateTable table, LexState text, Frame frame) =>
        !text.Accepts ? [Of(table, text, frame)]
        : text.IsFinal ? frame.Completed
        : [Of(table, text, frame), .. frame.Completed];

    public override void AddBytes(Span<bool> bytes) => text.AddBytes(bytes);

    protected override ParserState[] Step(byte value) => text.Step(value) is { } next ? At(StateTable, next, frame) : [];

    protected override TokenRecipe MakeRecipe()
    {
        var inside = StateTable.Lexer.Inside(text, StateTable.Vocabulary);
        var tokens = StateTable.Search();

        // tokens that begin inside and end behind
        var tree = StateTable.Vocabulary.Tree;
        var open = new Stack<(int Node, LexState State)>([(0, text)]);
        while (open.TryPop(out var at) && !StateTable.Budget.Stops(!inside.IsEmpty || !tokens.IsEmpty))
        {
            var first = tree.FirstChild[at.Node];
            var end = first + tree.ChildCount[at.Node];
            if (at.Node != 0 && at.State.Accepts)
            {
                StateTable.Budget.Note(end - first);
                for (var child = first; child < end; child++)
                {
                    if (frame.First[tree.Bytes[child]])
                        tokens.Enter(child, StateTable.Next(frame.Completed, tree.Bytes[child]));
                }
            }

            var few = at.State.Few;
            if (few.Length > 0 && few.Length < end - first)
            {
                StateTable.Budget.Note(few.Length);
                foreach (var value in few)
                    GoOn(tree.Child(at.Node, value), at.State);
                continue;
            }

            StateTable.Budget.Note(end - first);
            for (var child = first; child < end; child++)
                GoOn(child, at.State);
        }

        return new TokenRecipe([inside], tokens.Found());

        void GoOn(int child, LexState from)
        {
            if (child >= 0 && tree.ChildCount[child] > 0 && from.Step(tree.Bytes[child]) is { } next)
                open.Push((child, next));
        }
    }
}
