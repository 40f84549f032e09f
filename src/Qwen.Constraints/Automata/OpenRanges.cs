using Qwen.Constraints.Limits;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Automata;

/// <summary>
/// What a tree holds of any text in one way of writing, in the order of the tree: what belongs to the nodes below one lies side by side.
/// Depends on the vocabulary alone.
/// </summary>
internal sealed class OpenRanges<T>
{
    private readonly T[] items;
    private readonly int[] first;
    private readonly int[] end;

    /// <summary>Goes through the tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="form">The way of writing.</param>
    /// <param name="add">Adds what belongs to a node; told whether the text may end there.</param>
    public OpenRanges(TokenTree tree, TextForm form, Action<int, bool, List<T>> add)
    {
        first = new int[tree.Count];
        end = new int[tree.Count];
        Array.Fill(first, -1);
        var budget = new Budget();
        budget.BeginCompilation(CancellationToken.None);
        var arena = new RegexArena(budget);
        var start = new Lexer(arena).AtCharacter(arena.AnyText, form)!;
        var found = new List<T>();
        var open = new Stack<(int Node, LexState? State)>();

        // the text may begin behind whatever cannot stand in it, such as the quote before it
        var beginnings = new Queue<int>([0]);
        while (beginnings.TryDequeue(out var beginning))
        {
            open.Push((beginning, start));
            while (open.TryPop(out var at))
            {
                if (at.State is null)
                {
                    end[at.Node] = found.Count;
                    continue;
                }

                if (at.State.IsAnyText)
                    first[at.Node] = found.Count;
                add(at.Node, at.State.Accepts, found);
                open.Push((at.Node, null));
                for (var i = 0; i < tree.ChildCount[at.Node]; i++)
                {
                    var child = tree.FirstChild[at.Node] + i;
                    if (at.State.Step(tree.Bytes[child]) is { } next)
                        open.Push((child, next));
                    else
                        beginnings.Enqueue(child);
                }
            }
        }

        items = [.. found];
    }

    /// <summary>Whether it is known what stands below a node where any text begins.</summary>
    public bool Knows(int node) => first[node] >= 0;

    /// <summary>What belongs to a node where any text may go on, and to those below.</summary>
    public ReadOnlySpan<T> Below(int node) => items.AsSpan(first[node]..end[node]);
}
