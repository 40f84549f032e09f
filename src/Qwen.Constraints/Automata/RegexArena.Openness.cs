using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <content>Languages that forbid nothing on the way: only at its end a text belongs to them or not.</content>
internal sealed partial class RegexArena
{
    private const int MaxOpenStates = 400;
    private const int MaxOpenWork = 300_000;
    private const int MaxFiniteSteps = 300;

    // parts of unions and intersections whose derivatives are found in passing
    private const int MaxLightParts = 150;

    /// <summary>
    /// Whether every text is the beginning of one of the language. Says yes only where the language has few parts, or few states, all of
    /// which are worked out then: whoever relies on it can follow any text at little cost.
    /// </summary>
    public bool IsOpen(RegexNode node)
    {
        if (node.Open is { } known)
            return known;
        var open = SeemsOpen(node) && (IsLight(node) || IsSmall(node));
        if (!Budget.IsSpent)
            node.Open = open;
        return open;
    }

    /// <summary>Whether it shows in its parts that every text is the beginning of one of the language; then it holds a text, too.</summary>
    private bool SeemsOpen(RegexNode node)
    {
        if (node.SeemsOpen is { } known)
            return known;
        Budget.Note(1 + node.Parts.Length);
        var open = LooksOpen(node);
        node.SeemsOpen = open;
        return open;
    }

    // what begins with any text, and what lacks but finitely many texts
    private bool LooksOpen(RegexNode node) => node.Kind switch
    {
        RegexKind.Repeat => node.Parts[0] == AnyCharacter && node.Max == RegexNode.Unbounded,
        RegexKind.Sequence => node.Parts[0] == AnyText && IsLive(node.Parts[1]),
        RegexKind.Union => Array.Exists(node.Parts, SeemsOpen),

        // one after the other is fulfilled, and stays so with any text behind it; of one that would not the turn comes last
        RegexKind.Intersection => Array.TrueForAll(node.Parts, SeemsOpen) && node.Parts.Count(part => !EndsAnyhow(part)) <= 1,
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

    // whether any text may follow each of its texts
    private bool EndsAnyhow(RegexNode node)
    {
        while (node.Kind == RegexKind.Sequence)
            node = node.Parts[1];
        return IsAtLeast(node) || (IsChoice(node) && Array.TrueForAll(node.Parts, EndsAnyhow));
    }

    // whether any text may go before each of its texts
    private bool BeginsAnyhow(RegexNode node)
    {
        while (node.Kind == RegexKind.Sequence)
            node = node.Parts[0];
        return IsAtLeast(node) || (IsChoice(node) && Array.TrueForAll(node.Parts, BeginsAnyhow));
    }

    // any text from some length on
    private bool IsAtLeast(RegexNode node) =>
        node.Kind == RegexKind.Repeat && node.Parts[0] == AnyCharacter && node.Max == RegexNode.Unbounded;

    private static bool IsChoice(RegexNode node) => node.Kind is RegexKind.Union or RegexKind.Intersection;

    private static bool IsLight(RegexNode node)
    {
        if (!IsChoice(node))
            return true;
        var parts = 0;
        foreach (var part in node.Parts)
            parts += IsChoice(part) ? part.Parts.Length : 1;
        return parts <= MaxLightParts;
    }

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
