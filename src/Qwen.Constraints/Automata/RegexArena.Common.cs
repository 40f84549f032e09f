using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <content>
/// What the languages of any schema are made from: made once for the process, with everything that is ever asked of it worked out, so that
/// any number of arenas read it at once and none waits for another.
/// </content>
internal sealed partial class RegexArena
{
    private const int MaxShared = 1500;
    private const long SharedWork = 1_500_000;

    // more nodes than the work of a compilation makes
    private const int SharedNumbers = 1 << 20;

    private static readonly RegexArena Common = new(ConstraintLimits.CompileWork);

    // nodes of languages that are shared have numbers of their own, below all others
    private static int numbers;

    // the common one itself
    private RegexArena(long work)
    {
        Budget = new Budget();
        Budget.Allow(work);
        Empty = Make(new RegexKey(RegexKind.Empty), nullable: false, positive: true);
        Epsilon = Make(new RegexKey(RegexKind.Epsilon), nullable: true, positive: true);
        AnyCharacter = Make(new RegexKey(RegexKind.Characters, Payload: CodePointSet.All), nullable: false, positive: true);
        AnyText = Repeat(AnyCharacter, 0, RegexNode.Unbounded);
        Numbers = new NumberLanguages(this);
        if (!Complete(nodes.Values, int.MaxValue))
            throw new InvalidOperationException("The languages of numbers lead to more than can be worked out beforehand.");

        // what was made in passing is not complete, and nobody's
        foreach (var (key, node) in nodes)
        {
            if (!node.Explored)
                nodes.Remove(key);
        }

        nodes.TrimExcess();
    }

    /// <summary>
    /// A language for all arenas, which read it as they do their own: made in one of its own, with all that it leads to; null where that is
    /// too much.
    /// </summary>
    public static RegexNode? Share(Func<RegexArena, RegexNode> make)
    {
        var arena = new RegexArena { made = Interlocked.Add(ref numbers, -SharedNumbers) };
        try
        {
            var node = make(arena);
            return arena.Complete([node], MaxShared) ? node : null;
        }
        catch (ConstraintException)
        {
            return null;
        }
    }

    // nodes with all that they lead to and are made of: from here on nothing is added to any of them
    private bool Complete(IEnumerable<RegexNode> roots, int most)
    {
        var open = new Queue<RegexNode>(roots);
        var seen = new HashSet<RegexNode>(open);
        var enough = Budget.Left - SharedWork;
        while (open.TryDequeue(out var node))
        {
            if (IsLive(node) && node is { Nullable: false, Positive: false, Way: null })
                Search(node, byShape: false);
            GoesBeyondAscii(node);
            node.Explored = true;
            if (OpenTo(node) is { } beginnings)
                Add(beginnings);
            foreach (var (_, target) in Transitions(node))
                Add(target);
            foreach (var part in node.Parts)
                Add(part);
            if (seen.Count > most || Budget.Left < enough)
                return false;
        }

        return true;

        void Add(RegexNode node)
        {
            if (seen.Add(node))
                open.Enqueue(node);
        }
    }

    // whatever has a part of this arena's own is not common
    private RegexNode? FindCommon(in RegexKey key)
    {
        if (common is null || key.Kind == RegexKind.Leaf || (key.First is not null && key.First.Arena != common)
            || (key.Second is not null && key.Second.Arena != common))
            return null;
        foreach (var part in key.Parts.AsSpan())
        {
            if (part.Arena != common)
                return null;
        }

        return common.nodes.GetValueOrDefault(key);
    }
}
