using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <content>Languages that forbid nothing on the way: only at its end a text belongs to them or not.</content>
internal sealed partial class RegexArena
{
    private const int MaxOpenStates = 400;
    private const int MaxOpenWork = 300_000;
    private const int MaxFiniteSteps = 300;

    /// <summary>
    /// Whether every text is the beginning of one of the language. Says yes only where the language has few states, all of which are worked
    /// out then: whoever relies on it can follow any text at no cost.
    /// </summary>
    public bool IsOpen(RegexNode node)
    {
        if (node.Open is { } known)
            return known;
        var open = LooksOpen(node) && IsSmall(node);
        if (!Budget.IsSpent)
            node.Open = open;
        return open;
    }

    // what begins with any text, and what lacks but finitely many texts
    private bool LooksOpen(RegexNode node) => node.Kind switch
    {
        RegexKind.Repeat => node.Parts[0] == AnyCharacter && node.Max == RegexNode.Unbounded,
        RegexKind.Sequence => node.Parts[0] == AnyText && IsLive(node.Parts[1]),
        RegexKind.Union => Array.Exists(node.Parts, LooksOpen),
        RegexKind.Complement => IsFinite(node.Parts[0], new Steps { Left = MaxFiniteSteps }),
        _ => false,
    };

    // nodes are shared, and sequences are as long as they like: only so many are looked at
    private static bool IsFinite(RegexNode node, Steps steps) => --steps.Left > 0 && node.Kind switch
    {
        RegexKind.Empty or RegexKind.Epsilon or RegexKind.Characters => true,
        RegexKind.Leaf => node.Leaf is WordLeaf,
        RegexKind.Repeat => node.Max < RegexNode.Unbounded && IsFinite(node.Parts[0], steps),
        RegexKind.Sequence or RegexKind.Union => Array.TrueForAll(node.Parts, part => IsFinite(part, steps)),
        RegexKind.Intersection => Array.Exists(node.Parts, part => IsFinite(part, steps)),
        _ => false,
    };

    private bool IsSmall(RegexNode node)
    {
        var seen = new HashSet<RegexNode> { node };
        var open = new Queue<RegexNode>(seen);
        var enough = Budget.Left - MaxOpenWork;
        try
        {
            while (open.TryDequeue(out var at))
            {
                foreach (var (_, target) in Transitions(at))
                {
                    if (IsLive(target) && seen.Add(target))
                        open.Enqueue(target);
                }

                if (seen.Count > MaxOpenStates || Budget.Left < enough)
                    return false;
            }

            return true;
        }
        catch (ConstraintException) when (Budget.Lenient)
        {
            return false;
        }
    }

    private sealed class Steps
    {
        public int Left { get; set; }
    }
}
