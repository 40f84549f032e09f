using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;
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
    private readonly Budget budget = lexer.Arena.Budget;
    private readonly Dictionary<string, RegexNode?> regular = [];
    private readonly Dictionary<RuleExpression, RegexNode?> languages = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, GrammarRule> made = [];
    private readonly List<GrammarRule> all = [];
    private readonly Queue<(GrammarRule Rule, RuleExpression Expression)> due = [];

    /// <summary>Most ways in which any of the rules begins; known once compiled.</summary>
    public int MostBeginnings { get; private set; }

    /// <summary>The rule named <c>root</c>, as one element.</summary>
    public GrammarElement Compile()
    {
        FindRegularRules();
        var root = Element(new RuleExpression(RuleKind.Name, "root", []));

        // rules say others: those are filled in one after the other, however long the chain
        while (due.TryDequeue(out var next))
            next.Rule.Alternatives = Alternatives(next.Expression);
        var check = new RuleCheck(all, budget);
        check.Run();
        MostBeginnings = check.MostBeginnings;
        return root;
    }

    private GrammarElement Element(RuleExpression expression)
    {
        budget.Spend(10);
        budget.Hold(64);
        if (Regular(expression) is { } language)
        {
            arena.Explore(language);
            return new GrammarElement { Terminal = lexer.Start(language, TextForm.Plain)
                ?? throw new ConstraintException("The grammar cannot be used: one of its patterns matches nothing.") };
        }

        switch (expression.Kind)
        {
            case RuleKind.Json:
                return new GrammarElement { Json = json(expression.Text) };
            case RuleKind.Name:
                if (!made.TryGetValue(expression.Text, out var known))
                    made.Add(expression.Text, known = New(expression.Text, Rule(expression.Text)));
                return new GrammarElement { Rule = known };
            case RuleKind.Repeat:
                return Repeat(expression);
            default:
                return new GrammarElement { Rule = New("(group)", expression) };
        }
    }

    private GrammarRule New(string name, RuleExpression? expression = null)
    {
        budget.Hold(200);
        var rule = new GrammarRule(name);
        all.Add(rule);
        if (expression is not null)
            due.Enqueue((rule, expression));
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
            throw new ConstraintException(
                $"The grammar cannot be used: what is repeated more than {MaxUnrolled} times must be regular (no JSON inside, "
                + "no rule that comes back to itself).");
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

        budget.Hold(8 * expression.Min);
        var due = Enumerable.Repeat(inner, expression.Min);
        var whole = New("(repetition)");
        whole.Alternatives = [tail is null ? [.. due] : [.. due, tail]];
        return new GrammarElement { Rule = whole };
    }

    private RegexNode? Regular(RuleExpression expression)
    {
        if (!languages.TryGetValue(expression, out var known))
            languages.Add(expression, known = FindRegular(expression));
        return known;
    }

    private RegexNode? FindRegular(RuleExpression expression)
    {
        budget.Spend(1);
        switch (expression.Kind)
        {
            case RuleKind.Literal:
                return arena.Text(expression.Text);
            case RuleKind.Pattern:
                return PatternCompiler.Whole(
                    arena, expression.Text,
                    reason => new ConstraintException(
                        $"The grammar cannot be used: pattern '{ConstraintException.Shortened(expression.Text)}': {reason}."));
            case RuleKind.Json:
                return null;
            case RuleKind.Name:
                return regular.GetValueOrDefault(expression.Text);
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

    // from the rules that say no others upwards; a rule that comes back to itself is not regular, and neither is any that says one
    private void FindRegularRules()
    {
        var path = new Stack<(string Name, Queue<string> Others)>();
        var seen = new HashSet<string>();
        Open("root");
        while (path.TryPeek(out var at))
        {
            if (at.Others.TryDequeue(out var other))
            {
                if (seen.Add(other))
                    Open(other);
                continue;
            }

            path.Pop();
            regular[at.Name] = Regular(Rule(at.Name));
        }

        void Open(string name)
        {
            var others = new Queue<string>();
            seen.Add(name);
            AddNames(Rule(name), others);
            path.Push((name, others));
        }
    }

    private void AddNames(RuleExpression expression, Queue<string> into)
    {
        budget.Spend(1);
        if (expression.Kind == RuleKind.Name)
            into.Enqueue(expression.Text);
        foreach (var part in expression.Parts)
            AddNames(part, into);
    }

    private RuleExpression Rule(string name) =>
        rules.TryGetValue(name, out var rule)
            ? rule
            : throw new ConstraintException($"The grammar cannot be used: it has no rule '{ConstraintException.Shortened(name)}'.");
}
