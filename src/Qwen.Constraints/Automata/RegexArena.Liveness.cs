using System.Text;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Automata;

/// <content>Whether a language holds a text, and which.</content>
internal sealed partial class RegexArena
{
    // characters: no answer is as long
    private const int MaxExample = 1 << 20;

    /// <summary>Whether any text at all belongs to the language.</summary>
    public bool IsLive(RegexNode node)
    {
        if (node == Empty)
            return false;
        if (node.Positive || node.Nullable)
            return true;
        if (node.Live is { } known)
            return known;

        try
        {
            if (!SeemsOpen(node))
                return HasLiveTarget(node) || Search(node, byShape: true);
            node.Live = true;
            return true;
        }
        catch (ConstraintException) when (Budget.Lenient)
        {
            // a text that is hard to find counts as none: the answer goes another way, of which there is one
            if (!Budget.IsOver)
                node.Live = false;
            return false;
        }
    }

    // most languages are a step away from one that is known to hold a text
    private bool HasLiveTarget(RegexNode node)
    {
        Budget.Spend(6);
        foreach (var transition in Transitions(node))
        {
            if (transition.Target is not ({ Positive: true } or { Nullable: true } or { Live: true }) || transition.Target == Empty)
                continue;
            node.Live = true;
            if (transition.Target is { Positive: true } or { Nullable: true } or { Way: not null })
                node.Way = transition;
            return true;
        }

        return false;
    }

    // depth first to any node known to be live; all on the way there is live too. What is live by its shape shows no text: where one is
    // wanted, the way that seems shortest is tried first
    private bool Search(RegexNode node, bool byShape)
    {
        var path = new List<(RegexNode Node, RegexTransition[] Ways, int Next)> { (node, Ways(node), 0) };
        var visited = new HashSet<RegexNode> { node };
        while (path.Count > 0)
        {
            Budget.Spend(6);
            var (at, ways, next) = path[^1];
            if (next == ways.Length)
            {
                path.RemoveAt(path.Count - 1);
                continue;
            }

            path[^1] = (at, ways, next + 1);
            var target = ways[next].Target;
            if (target == Empty || target.Live == false)
                continue;
            var shown = target.Positive || target.Nullable || target.Way is not null;
            if (shown || (byShape && (target.Live == true || SeemsOpen(target))))
            {
                foreach (var (live, its, taken) in path)
                {
                    live.Live = true;
                    if (shown)
                        live.Way = its[taken - 1];
                }

                return true;
            }

            if (visited.Add(target))
                path.Add((target, Ways(target), 0));
            if (visited.Count > ConstraintLimits.SearchedStates)
                throw TooComplex();
        }

        foreach (var dead in visited)
            dead.Live = false;
        return false;

        RegexTransition[] Ways(RegexNode from) =>
            byShape ? Transitions(from) : [.. Transitions(from).OrderBy(transition => transition.Target.Shortest)];
    }

    /// <summary>Looks at the first states of a language, so that one that cannot be gone on with is refused before it is begun.</summary>
    public void Explore(RegexNode node)
    {
        // without intersection and complement every way leads to an end
        if (node.Positive || node.Explored || node.Leaf is WordLeaf || (SeemsOpen(node) && IsLight(node)))
            return;
        node.Explored = true;
        var seen = new HashSet<RegexNode> { node };
        var open = new Queue<RegexNode>(seen);
        var enough = Budget.Left - (ConstraintLimits.CompileWork / 6);
        while (Budget.Left > enough && open.TryDequeue(out var at))
        {
            foreach (var (_, target) in Transitions(at))
            {
                if (seen.Count < ConstraintLimits.ExploredStates && IsLive(target) && seen.Add(target))
                    open.Enqueue(target);
            }
        }
    }

    /// <summary>A language of one text out of a language that is known to have one; made whatever was granted.</summary>
    public RegexNode Single(RegexNode node)
    {
        Budget.Allow(1000);
        var (text, isWhole) = Example(node);
        return text.Length == 0 ? Epsilon : Leaf(new SingleLeaf(text, 0, isWhole));
    }

    // a text of a language; of one that is longer than any answer the beginning
    private (string Text, bool IsWhole) Example(RegexNode node)
    {
        var text = new StringBuilder();
        AppendExample(node, text);
        return (text.ToString(), text.Length < MaxExample);
    }

    // part by part, because one part of a union is enough and the whole may be too large to be gone on with; where languages have to agree
    // on a text, character by character, as a rule found without a search
    private void AppendExample(RegexNode node, StringBuilder text)
    {
        while (!node.Nullable && text.Length < MaxExample)
        {
            switch (node.Kind)
            {
                case RegexKind.Characters:
                    text.Append(new Rune(node.Characters!.Edges[0]));
                    return;
                case RegexKind.Leaf when node.Positive:
                    text.Append(node.Leaf!.Completion);
                    return;
                case RegexKind.Sequence:
                    AppendExample(node.Parts[0], text);
                    node = node.Parts[1];
                    break;
                case RegexKind.Repeat:
                    for (var i = 0; i < node.Min && text.Length < MaxExample; i++)
                        AppendExample(node.Parts[0], text);
                    return;
                case RegexKind.Union when FindLivePart(node) is { } part:
                    node = part;
                    break;
                default:
                    var (first, target) = WayFrom(node);
                    text.Append(new Rune(first));
                    node = target;
                    break;
            }
        }
    }

    private RegexNode? FindLivePart(RegexNode union)
    {
        foreach (var part in union.Parts.OrderBy(part => part.Shortest))
        {
            Budget.Allow(ConstraintLimits.WayOut);
            if (IsLive(part))
                return part;
        }

        return null;
    }

    private RegexTransition WayFrom(RegexNode node)
    {
        if (node.Way is { } known)
            return known;
        Budget.Allow(ConstraintLimits.WayOut);
        return Search(node, byShape: false) ? node.Way!.Value : throw TooComplex();
    }
}
