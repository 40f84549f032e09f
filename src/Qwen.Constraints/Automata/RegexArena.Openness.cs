using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <content>Languages that forbid nothing on the way: only at its end a text belongs to them or not.</content>
internal sealed partial class RegexArena
{
    private const int MaxOpenStates = 400;
    private const int MaxOpenWork = 300_000;
    private const int MaxFiniteSteps = 300;
    private const int MaxShapeSteps = 2000;

    // parts of unions and intersections whose derivatives are found in passing
    private const int MaxLightParts = 150;

    /// <summary>
    /// Whether every text is the beginning of one of the language. Says yes only where the language has few parts, or few states, all of
    /// which are worked out then: whoever relies on it can follow any text at little cost.
    /// </summary>
    public bool IsOpen(RegexNode node) => OpenTo(node) == AnyText;

    /// <summary>
    /// The language of all texts over some characters, where those and no others are the beginnings of the given language's texts; null
    /// where that is not so, or cannot be relied on at little cost.
    /// </summary>
    public RegexNode? OpenTo(RegexNode node)
    {
        if (node.Open is { } known)
            return known ? Beginnings(node) : null;

        // whether there is a way to go on shows in few languages: those found out now are looked at anew
        var isNew = false;
        foreach (var part in IsChoice(node) ? node.Parts : [node])
            isNew |= part is { Kind: RegexKind.Sequence, Beginnings: null or { Kind: RegexKind.Empty } } && IsLive(part.Parts[1]);
        if (isNew)
            node.Beginnings = null;
        var open = Beginnings(node) is not null && (IsLight(node) || IsSmall(node));
        if (!Budget.IsSpent)
            node.Open = open;
        return open ? Beginnings(node) : null;
    }

    /// <summary>Whether it shows in its parts which texts are the beginnings of those of the language; then it holds a text, too.</summary>
    private bool SeemsOpen(RegexNode node) => Beginnings(node) is not null;

    private RegexNode? Beginnings(RegexNode node)
    {
        if (node.Beginnings is { } known)
            return known == Empty ? null : known;
        var steps = new Steps { Left = MaxShapeSteps };
        var found = Head(node, steps) is { } characters && StaysOpen(node, characters, steps) && IsOver(node, characters, steps)
            ? Repeat(characters, 0, RegexNode.Unbounded)
            : null;
        Budget.Note(MaxShapeSteps - steps.Left);
        node.Beginnings = found ?? Empty;
        return found;
    }

    // the characters that it may repeat at its beginning; of several parts those that all of them may
    private RegexNode? Head(RegexNode node, Steps steps)
    {
        while (node.Kind == RegexKind.Sequence)
            node = node.Parts[0];
        if (--steps.Left <= 0)
            return null;
        if (node.Kind == RegexKind.Complement)
            return IsFinite(node.Parts[0], new Steps { Left = MaxFiniteSteps }) ? AnyCharacter : null;
        if (node.Kind == RegexKind.Repeat)
            return node.Max == RegexNode.Unbounded && node.Parts[0].Kind == RegexKind.Characters ? node.Parts[0] : null;
        if (!IsChoice(node))
            return null;
        RegexNode? best = null;
        foreach (var part in node.Parts)
        {
            if (Head(part, steps) is { } head && (best is null || Covers(best, head) == (node.Kind == RegexKind.Intersection)))
                best = head;
        }

        return best;
    }

    // whether every text over the characters is the beginning of one of the language over them
    private bool StaysOpen(RegexNode node, RegexNode characters, Steps steps) => --steps.Left > 0 && node.Kind switch
    {
        RegexKind.Repeat => Repeats(node, characters),
        RegexKind.Sequence => Repeats(node.Parts[0], characters) && HoldsTextOver(node.Parts[1], characters, steps),
        RegexKind.Union => Array.Exists(node.Parts, part => StaysOpen(part, characters, steps)),

        // one after the other is fulfilled, and stays so with any text behind it; of one that would not the turn comes last
        RegexKind.Intersection => Array.TrueForAll(node.Parts, part => StaysOpen(part, characters, steps))
            && node.Parts.Count(part => !EndsAnyhow(part, characters, steps)) <= 1,
        RegexKind.Complement => IsFinite(node.Parts[0], new Steps { Left = MaxFiniteSteps }),
        _ => false,
    };

    // whether it shows in its parts that it holds a text over the characters: nothing is searched for, since searches ask for it
    private bool HoldsTextOver(RegexNode node, RegexNode characters, Steps steps)
    {
        if (node.Nullable || (characters == AnyCharacter && (node.Positive || node.Live == true)))
            return node != Empty;
        for (; node.Kind == RegexKind.Sequence; node = node.Parts[1])
        {
            if (!HoldsTextOver(node.Parts[0], characters, steps))
                return false;
        }

        return node.Nullable || (--steps.Left > 0 && node.Kind switch
        {
            RegexKind.Characters => node.Characters!.Intersect(characters.Characters!) is { IsEmpty: false },
            RegexKind.Repeat => HoldsTextOver(node.Parts[0], characters, steps),
            RegexKind.Union => Array.Exists(node.Parts, part => HoldsTextOver(part, characters, steps)),
            _ => false,
        });
    }

    // whether it holds no text with other characters
    private bool IsOver(RegexNode node, RegexNode characters, Steps steps)
    {
        for (; node.Kind == RegexKind.Sequence && characters != AnyCharacter; node = node.Parts[1])
        {
            if (!IsOver(node.Parts[0], characters, steps))
                return false;
        }

        return characters == AnyCharacter || (--steps.Left > 0 && node.Kind switch
        {
            RegexKind.Empty or RegexKind.Epsilon => true,
            RegexKind.Characters => Covers(characters, node),
            RegexKind.Repeat => IsOver(node.Parts[0], characters, steps),
            RegexKind.Union => Array.TrueForAll(node.Parts, part => IsOver(part, characters, steps)),
            RegexKind.Intersection => Array.Exists(node.Parts, part => IsOver(part, characters, steps)),
            _ => false,
        });
    }

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

    // whether any text over the characters may follow each of its texts
    private static bool EndsAnyhow(RegexNode node, RegexNode characters, Steps steps)
    {
        while (node.Kind == RegexKind.Sequence)
            node = node.Parts[1];
        return Repeats(node, characters)
            || (--steps.Left > 0 && IsChoice(node) && Array.TrueForAll(node.Parts, part => EndsAnyhow(part, characters, steps)));
    }

    // whether any text over the characters may go before each of its texts
    private static bool BeginsAnyhow(RegexNode node, RegexNode characters, Steps steps)
    {
        while (node.Kind == RegexKind.Sequence)
            node = node.Parts[0];
        return Repeats(node, characters)
            || (--steps.Left > 0 && IsChoice(node) && Array.TrueForAll(node.Parts, part => BeginsAnyhow(part, characters, steps)));
    }

    // any text over the characters, and maybe others, from some length on
    private static bool Repeats(RegexNode node, RegexNode characters) =>
        node.Kind == RegexKind.Repeat && node.Max == RegexNode.Unbounded && Covers(node.Parts[0], characters);

    private static bool Covers(RegexNode node, RegexNode characters) =>
        node == characters
        || (node.Characters is { } all && characters.Characters is { } some && some.Intersect(all).Equals(some));

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
