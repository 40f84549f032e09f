using Qwen.Constraints.Limits;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

/// <summary>
/// The tokens that go on inside any text in one way of writing, in the order of the token tree: those that begin with the bytes of a node
/// lie side by side. Depends on the vocabulary alone.
/// </summary>
internal sealed class OpenTokens
{
    private readonly int[] tokens;
    private readonly int[] first;
    private readonly int[] end;

    /// <summary>Finds the tokens.</summary>
    public OpenTokens(TokenTree tree, TextForm form)
    {
        first = new int[tree.Count];
        end = new int[tree.Count];
        var budget = new Budget();
        budget.BeginCompilation(CancellationToken.None);
        var arena = new RegexArena(budget);
        var found = new List<int>();
        var open = new Stack<(int Node, LexState? State)>();
        open.Push((0, new Lexer(arena).AtCharacter(arena.AnyText, form)));
        while (open.TryPop(out var at))
        {
            if (at.State is null)
            {
                end[at.Node] = found.Count;
                continue;
            }

            first[at.Node] = found.Count;
            tree.AddTokens(at.Node, found);
            open.Push((at.Node, null));
            for (var i = 0; i < tree.ChildCount[at.Node]; i++)
            {
                var child = tree.FirstChild[at.Node] + i;
                if (at.State.Step(tree.Bytes[child]) is { } next)
                    open.Push((child, next));
            }
        }

        tokens = [.. found];
    }

    /// <summary>The tokens that begin with the bytes of a node that lies between two characters.</summary>
    public ReadOnlySpan<int> Below(int node) => tokens.AsSpan(first[node]..end[node]);
}
