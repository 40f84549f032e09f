using Qwen.Constraints.Automata;
using Qwen.Constraints.Machine;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Notation;

/// <summary>
/// Turns rules into the machine's: what is regular (no JSON inside, no rule that comes back to itself) becomes one automaton, the rest
/// calls and returns.
/// </summary>
internal sealed class NotationCompiler(Lexer lexer, IReadOnlyDictionary<string, RuleExpression> rules, Func<string, JsonRoot> json)
{
    private const int MaxUnrolled = 1000;

    private readonly RegexArena arena = lexer.Arena;
    private readonly Dictionary<string, RegexNode?> regular = [];
    private readonly Dictionary<string, GrammarRule> made = [];
    private readonly List<GrammarRule> all = [];
    private readonly HashSet<string> open = [];

    /// <summary>The rule named <c>root</c>, as one element.</summary>
    public GrammarElement Compile()
    {
        var root = Element(new RuleExpression(RuleKind.Name, "root", []));
        CheckLeftRecursion();
        CheckEnds();
        return root;
    }

    private GrammarElement Element(RuleExpression expression)
    {
        if (Regular(expression) is { } language)
            return new GrammarElement { Terminal = lexer.Start(language, TextForm.Plain) ?? throw new ConstraintException("The grammar cannot be used: one of its patterns matches nothing.") };
        switch (expression.Kind)
        {
            case RuleKind.Json:
                return new GrammarElement { Json = json(expression.Text) };
            case RuleKind.Name:
                if (!made.TryGetValue(expression.Text, out var known))
                {
                    made.Add(expression.Text, known = New(expression.Text));
                    known.Alternatives = Alternatives(Rule(expression.Text));
                }

                return new GrammarElement { Rule = known };
            case RuleKind.Repeat:
                return Repeat(expression);
            default:
                var rule = New("(group)");
                rule.Alternatives = Alternatives(expression);
                return new GrammarElement { Rule = rule };
        }
    }

    private GrammarRule New(string name)
    {
        var rule = new GrammarRule(name);
        all.Add(rule);
        return rule;
    }

    private IReadOnlyList<GrammarElement[]> Alternatives(RuleExpression expression) => expression.Kind switch
    {
        RuleKind.Choice => [.. expression.Parts.SelectMany(Alternatives)],
        RuleKind.Sequence => [Sequence(expression.Parts)],
        _ => [[Element(expression)]],
    };

    // neighbours that are regular make one automaton
    private GrammarElement[] Sequence(IReadOnlyList<RuleExpression> parts)
    {
        var result = new List<GrammarElement>();
        for (var i = 0; i < parts.Count; i++)
        {
            var count = 1;
            while (Regular(parts[i]) is not null && i + count < parts.Count && Regular(parts[i + count]) is not null)
                count++;
            result.Add(Element(count == 1 ? parts[i] : new RuleExpression(RuleKind.Sequence, "", [.. parts.Skip(i).Take(count)])));
            i += count - 1;
        }

        return [.. result];
    }

    private GrammarElement Repeat(RuleExpression expression)
    {
        var inner = Element(expression.Parts[0]);
        if (expression.Min > MaxUnrolled || expression.Max is > MaxUnrolled and < RegexNode.Unbounded)
            throw new ConstraintException($"The grammar cannot be used: what is repeated more than {MaxUnrolled} times must be regular (no JSON inside, no rule that comes back to itself).");
        GrammarElement? tail = null;
        if (expression.Max == RegexNode.Unbounded)
        {
            var rule = New("(repetition)");
            tail = new GrammarElement { Rule = rule };
            rule.Alternatives = [[], [inner, tail]];
        }

        for (var i = expression.Max == RegexNode.Unbounded ? 0 : expression.Max - expression.Min; i > 0; i--)
        {
            var rule = New("(option)");
            rule.Alternatives = [[], tail is null ? [inner] : [inner, tail]];
            tail = new GrammarElement { Rule = rule };
        }

        var due = Enumerable.Repeat(inner, expression.Min);
        var whole = New("(repetition)");
        whole.Alternatives = [tail is null ? [.. due] : [.. due, tail]];
        return new GrammarElement { Rule = whole };
    }

    private RegexNode? Regular(RuleExpression expression)
    {
        switch (expression.Kind)
        {
            case RuleKind.Literal:
                return arena.Text(expression.Text);
            case RuleKind.Pattern:
                return PatternCompiler.Whole(arena, expression.Text, reason => new ConstraintException($"The grammar cannot be used: pattern '{expression.Text}': {reason}."));
            case RuleKind.Json:
                return null;
            case RuleKind.Name:
                return RegularRule(expression.Text);
            case RuleKind.Repeat:
                return Regular(expression.Parts[0]) is { } inner ? arena.Repeat(inner, expression.Min, expression.Max) : null;
            default:
                var parts = expression.Parts.Select(Regular).ToArray();
                if (Array.Exists(parts, p => p is null))
                    return null;
                return expression.Kind == RuleKind.Choice
                    ? arena.Union([.. parts.Select(p => p!)])
                    : parts.Reverse().Aggregate(arena.Epsilon, (rest, part) => arena.Sequence(part!, rest));
        }
    }

    private RegexNode? RegularRule(string name)
    {
        if (regular.TryGetValue(name, out var known))
            return known;

        // a rule that comes back to itself is not regular, and neither is any on the way
        if (!open.Add(name))
            return null;
        var result = Regular(Rule(name));
        open.Remove(name);
        if (result is not null || open.Count == 0)
            regular[name] = result;
        return result;
    }

    private RuleExpression Rule(string name) =>
        rules.TryGetValue(name, out var rule) ? rule : throw new ConstraintException($"The grammar cannot be used: it has no rule '{name}'.");

    private void CheckLeftRecursion()
    {
        var empty = new HashSet<GrammarRule>();
        while (all.Where(r => !empty.Contains(r) && r.Alternatives.Any(a => a.All(MayBeEmpty))).ToArray() is { Length: > 0 } more)
            empty.UnionWith(more);
        foreach (var rule in all)
        {
            var reached = new HashSet<GrammarRule>();
            var next = new Stack<GrammarRule>([rule]);
            while (next.TryPop(out var at))
            {
                foreach (var first in at.Alternatives.SelectMany(Firsts))
                {
                    if (first == rule)
                        throw new ConstraintException($"The grammar cannot be used: rule '{rule.Name}' begins with itself. Write the repetition with '*' or '+', or behind something else.");
                    if (reached.Add(first))
                        next.Push(first);
                }
            }
        }

        bool MayBeEmpty(GrammarElement element) => element.Terminal is { Accepts: true } || (element.Rule is { } inner && empty.Contains(inner));

        IEnumerable<GrammarRule> Firsts(GrammarElement[] sequence)
        {
            foreach (var element in sequence)
            {
                if (element.Rule is { } inner)
                    yield return inner;
                if (!MayBeEmpty(element))
                    yield break;
            }
        }
    }

    private void CheckEnds()
    {
        var ending = new HashSet<GrammarRule>();
        while (all.Where(r => !ending.Contains(r) && r.Alternatives.Any(a => a.All(Ends))).ToArray() is { Length: > 0 } more)
            ending.UnionWith(more);
        if (all.Find(r => !ending.Contains(r)) is { } endless)
            throw new ConstraintException($"The grammar cannot be used: rule '{endless.Name}' has no text that ends.");

        bool Ends(GrammarElement element) => element.Rule is null || ending.Contains(element.Rule);
    }
}
