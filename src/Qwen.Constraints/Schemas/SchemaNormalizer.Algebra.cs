using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <content>And, or, not and exactly-one over normal forms.</content>
internal sealed partial class SchemaNormalizer
{
    private ValueShape Conjoin(ValueShape a, ValueShape b, SchemaNode at)
    {
        if (ReferenceEquals(a, any) || ReferenceEquals(a, b))
            return b;
        if (ReferenceEquals(b, any))
            return a;
        return new ValueShape(
            arena.Intersection(a.Bare, b.Bare),
            arena.Intersection(a.Written, b.Written),
            arena.Intersection(a.Text, b.Text),
            Product(a.Arrays, b.Arrays, at),
            Product(a.Objects, b.Objects, at));
    }

    // alternatives that tell what they have looked at stay side by side with those that take anything
    private ValueShape Disjoin(ValueShape a, ValueShape b, bool evaluated = false)
    {
        if (ReferenceEquals(a, none) || (ReferenceEquals(b, any) && !evaluated))
            return b;
        if (ReferenceEquals(b, none) || (ReferenceEquals(a, any) && !evaluated))
            return a;
        return new ValueShape(
            arena.Union(a.Bare, b.Bare),
            arena.Union(a.Written, b.Written),
            arena.Union(a.Text, b.Text),
            Sum(a.Arrays, b.Arrays, s => s.IsUniversal && !evaluated),
            Sum(a.Objects, b.Objects, s => s.IsUniversal && !evaluated));
    }

    private ValueShape Negate(ValueShape shape, SchemaNode at)
    {
        if (ReferenceEquals(shape, any))
            return none;
        var bare = Numbers.Except(shape.Bare);
        IReadOnlyList<ArrayShape> arrays = [new ArrayShape()];
        foreach (var array in shape.Arrays)
            arrays = Product(arrays, [.. NegateArray(array, at)], at);
        IReadOnlyList<ObjectShape> objects = [new ObjectShape()];
        foreach (var item in shape.Objects)
            objects = Product(objects, [.. NegateObject(item)], at);
        return new ValueShape(bare, bare, arena.Complement(shape.Text), arrays, objects);
    }

    // values of different types never meet, so that "exactly one" can be told type by type
    private ValueShape ExactlyOne(IReadOnlyList<SchemaNode> nodes, SchemaNode at, bool evaluated)
    {
        ValueShape[] branches = [.. nodes.Select(node => Shape(node))];
        ValueShape[] own = evaluated ? [.. nodes.Select(node => Shape(node, evaluated: true))] : branches;
        RegexNode bare = arena.Empty, anyBare = arena.Empty, written = arena.Empty, text = arena.Empty, anyText = arena.Empty;
        foreach (var branch in branches)
        {
            if (arena.AreDisjoint(branch.Bare, anyBare))
            {
                bare = arena.Union(bare, branch.Bare);
                written = arena.Union(written, branch.Written);
            }
            else
            {
                var (old, others) = (Numbers.Except(branch.Bare), Numbers.Except(anyBare));
                bare = arena.Union(arena.Intersection(bare, old), arena.Intersection(branch.Bare, others));
                written = arena.Union(arena.Intersection(written, old), arena.Intersection(branch.Written, others));
            }

            text = arena.AreDisjoint(branch.Text, anyText)
                ? arena.Union(text, branch.Text)
                : arena.Union(
                    arena.Intersection(text, arena.Complement(branch.Text)), arena.Intersection(branch.Text, arena.Complement(anyText)));
            anyBare = arena.Union(anyBare, branch.Bare);
            anyText = arena.Union(anyText, branch.Text);
        }

        var arrays = Exclusive(
            [.. own.Select(b => b.Arrays)], [.. branches.Select(b => b.Arrays)], Conjoin, a => [.. NegateArray(a, at)], IsSatisfiable,
            (_, _) => false, alternatives => alternatives, at);
        var objects = Exclusive(
            [.. own.Select(b => b.Objects)], [.. branches.Select(b => b.Objects)], Conjoin, o => [.. NegateObject(o)], IsSatisfiable,
            Implies, Widest, at);
        return new ValueShape(bare, written, text, arrays, objects);
    }

    private static List<T> Exclusive<T>(
        IReadOnlyList<T>[] each,
        IReadOnlyList<T>[] branches,
        Func<T, T, T> conjoin,
        Func<T, IReadOnlyList<T>> negate,
        Func<T, bool> satisfiable,
        Func<T, T, bool> implies,
        Func<IReadOnlyList<T>, IReadOnlyList<T>> widest,
        SchemaNode at)
    {
        var result = new List<T>();
        for (var i = 0; i < branches.Length; i++)
        {
            var own = each[i];
            for (var j = 0; j < branches.Length && own.Count > 0; j++)
            {
                if (j == i)
                    continue;
                foreach (var other in branches[j])
                {
                    own = widest([.. own.SelectMany(alternative => Without(alternative, other))]);
                    Limit(own.Count, at);
                }
            }

            result.AddRange(own);
        }

        Limit(result.Count, at);
        return result;

        IEnumerable<T> Without(T alternative, T other)
        {
            if (!satisfiable(conjoin(alternative, other)))
                return [alternative];
            var negations = negate(other);
            return negations.Any(n => implies(alternative, n))
                ? [alternative]
                : negations.Select(n => conjoin(alternative, n)).Where(satisfiable);
        }
    }

    // some cases in which an object that is like the first is surely like the second too
    private bool Implies(ObjectShape shape, ObjectShape other) => other switch
    {
        { Witnesses: [var witness], Rules.Count: 0 } =>
            witness.Value.Literals.Length == 0 && shape.Required.Any(name => arena.Matches(witness.Keys, name)),
        { Witnesses.Count: 0, Rules: [{ Order: [var name], Patterns.Count: 0 } rule] } when ReferenceEquals(rule.Names[name], Nothing) =>
            other.Required.Count == 0 && (ValueOf(shape, name) is not { } value || value.Literals.Contains(Nothing.Literals[0])),
        _ => false,
    };

    private IReadOnlyList<ArrayShape> Product(IReadOnlyList<ArrayShape> a, IReadOnlyList<ArrayShape> b, SchemaNode at)
    {
        if (a is [{ IsUniversal: true }])
            return b;
        if (b is [{ IsUniversal: true }])
            return a;
        ArrayShape[] all = [.. a.SelectMany(x => b.Select(y => Conjoin(x, y)))];
        ArrayShape[] kept = all.Length > 1 ? [.. all.Where(IsSatisfiable)] : all;
        Limit(kept.Length, at);
        return kept;
    }

    private IReadOnlyList<ObjectShape> Product(IReadOnlyList<ObjectShape> a, IReadOnlyList<ObjectShape> b, SchemaNode at)
    {
        if (a is [{ IsUniversal: true }])
            return b;
        if (b is [{ IsUniversal: true }])
            return a;
        ObjectShape[] all = [.. a.SelectMany(x => b.Select(y => Conjoin(x, y)))];
        var kept = all.Length > 1 ? Widest([.. all.Where(IsSatisfiable)]) : all;
        Limit(kept.Count, at);
        return kept;
    }

    private IReadOnlyList<T> Sum<T>(IReadOnlyList<T> a, IReadOnlyList<T> b, Func<T, bool> universal)
    {
        Budget.Spend(a.Count + b.Count);
        foreach (var shape in a)
        {
            if (universal(shape))
                return [shape];
        }

        foreach (var shape in b)
        {
            if (universal(shape))
                return [shape];
        }

        return a.Count == 0 ? b : b.Count == 0 ? a : [.. a, .. b];
    }

    private ArrayShape Conjoin(ArrayShape a, ArrayShape b)
    {
        Budget.Spend(40 + (10 * (a.Prefix.Count + b.Prefix.Count + a.Witnesses.Count + b.Witnesses.Count)));
        if (a.IsUniversal)
            return b;
        if (b.IsUniversal)
            return a;
        var length = Math.Max(a.Prefix.Count, b.Prefix.Count);
        return new ArrayShape
        {
            Prefix = [.. Enumerable.Range(0, length).Select(i => Both(Item(a, i), Item(b, i)))],
            Rest = a.Rest is null ? b.Rest : b.Rest is null ? a.Rest : Both(a.Rest, b.Rest),
            Min = Math.Max(a.Min, b.Min),
            Max = Math.Min(a.Max, b.Max),
            Witnesses = [.. a.Witnesses, .. b.Witnesses],
            Unique = a.Unique || b.Unique,
            Evaluated = a.Evaluated.With(b.Evaluated),
            Path = a.Path,
        };
    }

    private ObjectShape Conjoin(ObjectShape a, ObjectShape b)
    {
        Budget.Spend(40 + (10 * (a.Required.Count + b.Required.Count))
            + (2 * (a.Rules.Count + b.Rules.Count + a.Implications.Count + b.Implications.Count)));
        if (a.IsUniversal)
            return b;
        if (b.IsUniversal)
            return a;
        return new ObjectShape
        {
            Rules = a.Rules.Count == 0 ? b.Rules : b.Rules.Count == 0 ? a.Rules : [.. a.Rules.Union(b.Rules)],
            Required = a.Required.Count == 0 ? b.Required : b.Required.Count == 0 ? a.Required : [.. a.Required.Union(b.Required)],
            Min = Math.Max(a.Min, b.Min),
            Max = Math.Min(a.Max, b.Max),
            Keys = a.Keys is null ? b.Keys : b.Keys is null ? a.Keys : arena.Intersection(a.Keys, b.Keys),
            Witnesses = [.. a.Witnesses, .. b.Witnesses],
            Implications = [.. a.Implications, .. b.Implications],
            Evaluated = a.Evaluated.With(b.Evaluated),
            Path = a.Path,
        };
    }

    // of the negations those that something may fulfil
    private IEnumerable<SchemaRef> Opposites(SchemaRef reference) => Negations(reference).Where(MayBeSatisfiable);

    private IEnumerable<ArrayShape> NegateArray(ArrayShape shape, SchemaNode at)
    {
        if (shape.Unique)
            throw SchemaErrors.Refuse(at, "uniqueItems", "its opposite (under not, oneOf or if) cannot be enforced");
        for (var i = 0; i < shape.Prefix.Count; i++)
        {
            foreach (var negation in Opposites(shape.Prefix[i]))
                yield return new ArrayShape { Prefix = [.. Enumerable.Repeat(Anything, i), negation], Min = i + 1, Path = at.Path };
        }

        foreach (var negation in shape.Rest is null ? [] : Opposites(shape.Rest))
            yield return new ArrayShape { Witnesses = [new ItemWitness(negation, shape.Prefix.Count, 1, int.MaxValue)], Path = at.Path };
        if (shape.Min > 0)
            yield return new ArrayShape { Max = shape.Min - 1, Path = at.Path };
        if (shape.Max < int.MaxValue)
            yield return new ArrayShape { Min = shape.Max + 1, Path = at.Path };
        foreach (var witness in shape.Witnesses)
        {
            if (witness.Min > 0)
                yield return new ArrayShape { Witnesses = [witness with { Min = 0, Max = witness.Min - 1 }], Path = at.Path };
            if (witness.Max < int.MaxValue)
                yield return new ArrayShape { Witnesses = [witness with { Min = witness.Max + 1, Max = int.MaxValue }], Path = at.Path };
        }
    }

    private IEnumerable<ObjectShape> NegateObject(ObjectShape shape)
    {
        foreach (var rule in shape.Rules)
        {
            foreach (var name in rule.Order)
            {
                // of a required property that is missing or wrong, one alternative says both
                var isRequired = shape.Required.Contains(name);
                foreach (var negation in isRequired ? Negations(rule.Names[name]) : Opposites(rule.Names[name]))
                    yield return Named(name, negation, shape.Path) with { Required = isRequired ? [] : [name] };
            }

            foreach (var (keys, value) in rule.Patterns)
            {
                foreach (var negation in Opposites(value))
                    yield return new ObjectShape { Witnesses = [(keys, negation)], Path = shape.Path };
            }

            foreach (var negation in Opposites(rule.Additional))
            {
                var keys = arena.Complement(arena.Union([arena.Words(WordTree.Of(rule.Order)), .. rule.Patterns.Select(p => p.Keys)]));
                yield return new ObjectShape { Witnesses = [(keys, negation)], Path = shape.Path };
            }
        }

        foreach (var name in shape.Required.Where(
            n => !shape.Rules.Any(r => r.Names.TryGetValue(n, out var value) && value.Literals.Length > 0)))
            yield return Named(name, Nothing, shape.Path);
        if (shape.Min > 0)
            yield return new ObjectShape { Max = shape.Min - 1, Path = shape.Path };
        if (shape.Max < int.MaxValue)
            yield return new ObjectShape { Min = shape.Max + 1, Path = shape.Path };
        if (shape.Keys is { } allowed)
            yield return new ObjectShape { Witnesses = [(arena.Complement(allowed), Anything)], Path = shape.Path };
        foreach (var (keys, value) in shape.Witnesses)
        {
            // no such property: all values under such keys fail the condition
            SchemaRef[] failing = value.Literals.Length == 0 ? [Nothing] : [.. Negations(value)];
            if (failing.Length > 1)
                throw new ConstraintException(
                    $"The JSON schema cannot be enforced: 'not' at '#{shape.Path}' is nested too deeply over several "
                    + "schemas of one property.");
            yield return new ObjectShape
            {
                Rules = [new ObjectRule(new Dictionary<string, SchemaRef>(), [], [(keys, failing[0])], Anything)],
                Path = shape.Path,
            };
        }

        foreach (var (trigger, needed) in shape.Implications)
            yield return Named(needed, Nothing, shape.Path) with { Required = [trigger] };
    }

    // equal rules are one object, so that equal conditions are seen to be equal
    private ObjectShape Named(string name, SchemaRef value, string path)
    {
        if (!named.TryGetValue((name, value.Id), out var rule))
            named.Add(
                (name, value.Id), rule = new ObjectRule(new Dictionary<string, SchemaRef> { [name] = value }, [name], [], Anything));
        return new ObjectShape { Rules = [rule], Path = path };
    }

    // without those that are like another one and more: there are many where several oneOf or not come together
    private IReadOnlyList<ObjectShape> Widest(IReadOnlyList<ObjectShape> shapes)
    {
        if (shapes.Count < FewAlternatives)
            return shapes;
        var kept = new List<ObjectShape>();
        foreach (var shape in shapes)
        {
            Budget.Spend(20 * (1 + kept.Count));
            if (kept.Exists(other => IsWithin(shape, other)))
                continue;
            kept.RemoveAll(other => IsWithin(other, shape));
            kept.Add(shape);
        }

        return kept;
    }

    // whether all that the second asks for the first asks for too, word for word
    private static bool IsWithin(ObjectShape shape, ObjectShape other) =>
        other.Rules.Count <= shape.Rules.Count && other.Required.Count <= shape.Required.Count
        && other.Min <= shape.Min && other.Max >= shape.Max
        && (other.Keys is null || other.Keys == shape.Keys)
        && other.Evaluated.Covers(shape.Evaluated)
        && other.Required.All(shape.Required.Contains) && other.Rules.All(shape.Rules.Contains)
        && other.Witnesses.All(shape.Witnesses.Contains) && other.Implications.All(shape.Implications.Contains);

    private SchemaRef Item(ArrayShape shape, int index) => index < shape.Prefix.Count ? shape.Prefix[index] : shape.Rest ?? Anything;

    private static void Limit(int alternatives, SchemaNode at)
    {
        if (alternatives > MaxAlternatives)
            throw SchemaErrors.Refuse(
                at, "anyOf/oneOf/allOf/not", $"taken together the conditions have more than {MaxAlternatives} alternatives");
    }
}
