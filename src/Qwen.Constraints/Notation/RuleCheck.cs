using Qwen.Constraints.Limits;
using Qwen.Constraints.Machine;

namespace Qwen.Constraints.Notation;

/// <summary>Refuses before generation the rules that could not be followed during it. Goes from rule to rule without recursion.</summary>
internal sealed class RuleCheck(IReadOnlyList<GrammarRule> rules, Budget budget)
{
    private readonly Dictionary<GrammarRule, (long Readings, int Depth)> begins = [];

    /// <summary>Most ways in which any of the rules begins.</summary>
    public int MostBeginnings { get; private set; }

    public void Run()
    {
        var ending = Closure(element => element.Rule is null);
        foreach (var rule in rules)
        {
            if (!ending.Contains(rule))
                throw new ConstraintException(
                    $"The grammar cannot be used: rule '{ConstraintException.Shortened(rule.Name)}' has no text that ends.");
        }

        foreach (var rule in Closure(element => element.Terminal is { Accepts: true }))
            rule.MayBeEmpty = true;
        CheckBeginnings();
    }

    // rules with an alternative of which every element holds, or is such a rule
    private HashSet<GrammarRule> Closure(Func<GrammarElement, bool> holds)
    {
        var result = new HashSet<GrammarRule>();
        var open = new Stack<GrammarRule>();
        var missing = new List<int>();
        var waiting = new Dictionary<GrammarRule, List<(GrammarRule Owner, int Alternative)>>();
        foreach (var rule in rules)
        {
            foreach (var alternative in rule.Alternatives)
            {
                var number = missing.Count;
                missing.Add(0);
                foreach (var element in alternative)
                {
                    budget.Spend(1);
                    if (holds(element))
                        continue;
                    missing[number]++;
                    if (element.Rule is not { } needed)
                        continue;
                    if (!waiting.TryGetValue(needed, out var list))
                        waiting.Add(needed, list = []);
                    list.Add((rule, number));
                }

                if (missing[number] == 0 && result.Add(rule))
                    open.Push(rule);
            }
        }

        while (open.TryPop(out var found))
        {
            foreach (var (owner, alternative) in waiting.GetValueOrDefault(found) ?? [])
            {
                if (--missing[alternative] == 0 && result.Add(owner))
                    open.Push(owner);
            }
        }

        return result;
    }

    // a rule may not begin with itself; and what it begins with, directly or through others, has to stay within bounds
    private void CheckBeginnings()
    {
        foreach (var rule in rules)
        {
            if (begins.ContainsKey(rule))
                continue;
            var onPath = new HashSet<GrammarRule> { rule };
            var path = new Stack<(GrammarRule Rule, IEnumerator<GrammarRule> Firsts)>([(rule, Firsts(rule).GetEnumerator())]);
            while (path.TryPeek(out var at))
            {
                budget.Spend(1);
                if (at.Firsts.MoveNext())
                {
                    var first = at.Firsts.Current;
                    if (onPath.Contains(first))
                        throw BeginsWithItself(first, path.Select(p => p.Rule));
                    if (!begins.ContainsKey(first))
                    {
                        onPath.Add(first);
                        path.Push((first, Firsts(first).GetEnumerator()));
                    }

                    continue;
                }

                path.Pop();
                onPath.Remove(at.Rule);
                begins.Add(at.Rule, Beginning(at.Rule));
            }
        }
    }

    private (long Readings, int Depth) Beginning(GrammarRule rule)
    {
        long readings = 0;
        var depth = 0;
        foreach (var alternative in rule.Alternatives)
        {
            // what stands behind an element counts where the element may be empty
            var (all, deepest) = (1L, 0);
            for (var i = alternative.Length - 1; i >= 0; i--)
            {
                var (own, below) = alternative[i].Rule is { } inner ? begins.GetValueOrDefault(inner, (0, 0)) : (1, 0);
                (all, deepest) = alternative[i].MayBeEmpty ? (own + all, Math.Max(below, deepest) + 1) : (own, below + 1);
            }

            readings = Math.Min(readings + all, int.MaxValue);
            depth = Math.Max(depth, deepest);
        }

        if (readings > ConstraintLimits.Readings)
            throw new ConstraintException(
                $"The grammar cannot be used: rule '{ConstraintException.Shortened(rule.Name)}' begins in more than "
                + $"{ConstraintLimits.Readings} ways. Make its alternatives fewer, or begin differently.");
        if (depth > ConstraintLimits.RuleNesting)
            throw new ConstraintException(
                $"The grammar cannot be used: rule '{ConstraintException.Shortened(rule.Name)}' begins with a chain of more than "
                + $"{ConstraintLimits.RuleNesting} rules or parts that may be empty. Write fewer of them.");
        MostBeginnings = Math.Max(MostBeginnings, (int)readings);
        return (readings, depth);
    }

    private static ConstraintException BeginsWithItself(GrammarRule rule, IEnumerable<GrammarRule> path)
    {
        // groups and repetitions have no name of their own: a rule of the circle that has one says it better
        var circle = path.TakeWhile(r => r != rule).Prepend(rule).ToArray();
        var named = Array.Find(circle, r => r.Name[0] != '(') ?? rule;
        return new ConstraintException(
            $"The grammar cannot be used: rule '{ConstraintException.Shortened(named.Name)}' begins with itself. "
            + "Write the repetition with '*' or '+', or behind something else.");
    }

    private IEnumerable<GrammarRule> Firsts(GrammarRule rule)
    {
        foreach (var alternative in rule.Alternatives)
        {
            foreach (var element in alternative)
            {
                budget.Spend(1);
                if (element.Rule is { } inner)
                    yield return inner;
                if (!element.MayBeEmpty)
                    break;
            }
        }
    }
}
