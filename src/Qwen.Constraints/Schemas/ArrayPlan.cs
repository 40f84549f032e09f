using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>One alternative for arrays, ready to be written.</summary>
internal sealed class ArrayPlan(SchemaNormalizer schemas, ArrayShape shape)
{
    private const int MaxKept = 256;
    private const int MaxWitnesses = 5;
    private const int MaxSearched = 2000;

    // values that are counted of an item beyond those that are due
    private const int MaxValues = 4096;
    private const int MaxSearchedValues = 1 << 20;

    private readonly Dictionary<ArrayStateKey, ArrayState> states = [];
    private readonly Dictionary<ArrayStateKey, bool> ends = [];
    private readonly Dictionary<SchemaRef, int> values = [];

    public ArrayShape Shape => shape;

    /// <summary>Whether no item may equal another: of a single one nothing has to be known.</summary>
    public bool TellsApart => shape is { Unique: true, Max: > 1 };

    public ArrayState Start => State(new ArrayStateKey(0, new CountList(shape.Witnesses.Count), UsedTexts.None));

    /// <summary>The conditions that items may come under.</summary>
    public IEnumerable<SchemaRef> Items
    {
        get
        {
            if (shape.Max == 0)
                return [];
            IEnumerable<SchemaRef> items = shape.Prefix.Append(shape.Rest ?? schemas.Anything);
            return shape.Witnesses.Count == 0 ? items : items.SelectMany((item, index) => WithWitnesses(item, index));
        }
    }

    /// <summary>Refuses items that could not be told apart, and more conditions at once than can be kept apart.</summary>
    public void Check()
    {
        if (shape.Witnesses.Count > MaxWitnesses)
            throw new ConstraintException(
                $"The JSON schema cannot be enforced: keyword 'contains' at '#{ConstraintException.Shortened(shape.Path)}': "
                + $"more than {MaxWitnesses} conditions that some item must fulfil.");
        if (!TellsApart)
            return;
        foreach (var item in shape.Prefix.Append(shape.Rest ?? schemas.Anything))
        {
            Different(item, UsedTexts.None);
            Values(item);
        }
    }

    public bool IsFeasible => CanComplete(new ArrayStateKey(0, new CountList(shape.Witnesses.Count), UsedTexts.None));

    public ArrayState State(ArrayStateKey key)
    {
        // places that hold what was written serve one generation only, and so do those of arrays that grow item by item
        if (key.Used.Count > 0 || key.Index > MaxKept)
            return new ArrayState(this, key);
        if (!states.TryGetValue(key, out var state))
            states.Add(key, state = new ArrayState(this, key));
        return state;
    }

    public bool CanClose(ArrayStateKey key)
    {
        if (key.Index < shape.Min)
            return false;
        for (var i = 0; i < shape.Witnesses.Count; i++)
        {
            if (key.Counts[i] < shape.Witnesses[i].Min)
                return false;
        }

        return true;
    }

    /// <summary>The ways to write the next item: the condition on it and the place behind it.</summary>
    public IEnumerable<(SchemaRef Item, ArrayStateKey Behind)> Next(ArrayStateKey key) =>
        Ways(key).Where(w => (!TellsApart || CanBeDifferent(w.Item, key.Used)) && CanComplete(w.Behind));

    private IEnumerable<(SchemaRef Item, ArrayStateKey Behind)> Ways(ArrayStateKey key)
    {
        schemas.Budget.Spend(20);
        if (key.Index >= shape.Max && shape.Max < int.MaxValue)
            return [];
        IEnumerable<(SchemaRef Item, CountList Counts)> ways = [(Item(key.Index), key.Counts)];
        for (var i = 0; i < shape.Witnesses.Count; i++)
        {
            var witness = shape.Witnesses[i];
            var number = i;
            if (key.Index >= witness.From)
                ways = ways.SelectMany(way => Claim(way.Item, way.Counts, witness, number));
        }

        return ways.Where(w => schemas.IsSatisfiable(w.Item)).Select(w => (w.Item, Behind(key, w.Counts)));
    }

    // conditions that only some items must fulfil may stand in each other's way: whether there is a way to an end is searched
    private bool Ends(ArrayStateKey start)
    {
        if (shape.Witnesses.Count == 0)
            return true;
        start = start with { Used = UsedTexts.None };
        if (ends.TryGetValue(start, out var known))
            return known;
        var path = new Stack<(ArrayStateKey Key, IEnumerator<ArrayStateKey> Next)>();
        var visited = new HashSet<ArrayStateKey>();
        Push(start);
        while (path.TryPeek(out var at))
        {
            var isEnd = CanClose(at.Key);
            if (!isEnd && at.Next.MoveNext())
            {
                isEnd = ends.TryGetValue(at.Next.Current, out var found) && found;
                if (!isEnd && !visited.Contains(at.Next.Current))
                    Push(at.Next.Current);
            }
            else if (!isEnd)
            {
                path.Pop();
            }

            // what takes too long to find out is believed, as far as each condition alone can be fulfilled
            if (!isEnd && visited.Count < MaxSearched)
                continue;
            if (!isEnd && path.Count == 0)
                break;
            foreach (var (key, _) in path)
                ends[key] = true;
            return true;
        }

        foreach (var key in visited)
            ends[key] = false;
        return false;

        void Push(ArrayStateKey key)
        {
            schemas.Budget.Spend(50);
            visited.Add(key);
            path.Push((key, Ways(key).Select(w => w.Behind).Where(MayComplete).GetEnumerator()));
        }
    }

    // an item together with every choice of conditions that it is made to fulfil or not
    private IEnumerable<SchemaRef> WithWitnesses(SchemaRef item, int index)
    {
        IEnumerable<SchemaRef> ways = [item];
        foreach (var witness in shape.Witnesses.Where(w => index >= w.From || index == shape.Prefix.Count))
        {
            SchemaRef[] others = witness.Max == int.MaxValue ? [schemas.Anything] : [.. schemas.Negations(witness.Value)];
            ways = ways.SelectMany(way => others.Prepend(witness.Value).Select(other => schemas.Both(way, other)));
        }

        return ways;
    }

    private IEnumerable<(SchemaRef Item, CountList Counts)> Claim(SchemaRef item, CountList counts, ItemWitness witness, int number)
    {
        if (witness.Max == int.MaxValue)
        {
            // enough of them: further ones need no telling
            yield return (item, counts);
            if (counts[number] < witness.Min)
                yield return (schemas.Both(item, witness.Value), counts.Add(number));
            yield break;
        }

        if (counts[number] < witness.Max)
            yield return (schemas.Both(item, witness.Value), counts.Add(number));
        foreach (var negation in schemas.Negations(witness.Value))
            yield return (schemas.Both(item, negation), counts);
    }

    private bool CanComplete(ArrayStateKey key) => (!TellsApart || EnoughDifferent(key)) && MayComplete(key) && Ends(key);

    // whether the least number of items still due can be written, each condition for itself
    private bool MayComplete(ArrayStateKey key)
    {
        for (var i = key.Index; i < shape.Min; i++)
        {
            if (!schemas.IsSatisfiable(Item(i)))
                return false;
            if (i >= shape.Prefix.Count)
                break;
        }

        long due = 0;
        for (var i = 0; i < shape.Witnesses.Count; i++)
        {
            var witness = shape.Witnesses[i];
            var missing = witness.Min - key.Counts[i];
            if (missing <= 0)
                continue;
            due = Math.Max(due, missing + Math.Max(0, witness.From - key.Index));
            var places = Enumerable.Range(Math.Max(key.Index, witness.From), Math.Max(1, shape.Prefix.Count + 1 - key.Index));
            if (!places.Any(p => schemas.IsSatisfiable(schemas.Both(Item(p), witness.Value))))
                return false;
        }

        return key.Index + due <= shape.Max && shape.Min <= shape.Max;
    }

    /// <summary>What is left of a condition on an item when no item may come twice.</summary>
    public (RegexNode Bare, RegexNode Text) Different(SchemaRef item, UsedTexts used)
    {
        var (numbers, arena) = (schemas.Numbers, schemas.Arena);
        var shapeOf = schemas.Shape(item);
        if (shapeOf.Arrays.Count > 0 || shapeOf.Objects.Count > 0)
            throw new ConstraintException(
                $"The JSON schema cannot be enforced: keyword 'uniqueItems' at '#{ConstraintException.Shortened(shape.Path)}': "
                + "it can be for strings, numbers and literals, not for arrays and objects.");

        // a number with an exponent may equal one without: those are left out
        var bare = arena.Intersection(shapeOf.Written, arena.Union(numbers.Literals, numbers.Plain));
        if (used.Count == 0)
            return (bare, shapeOf.Text);
        if (!used.Bare.IsEmpty)
            bare = arena.Intersection(bare, arena.Complement(used.Bare.Equal(arena, numbers)));
        return (bare, ReferenceEquals(used.Words, WordTree.None) ? shapeOf.Text : Without(shapeOf.Text, used));
    }

    // of words those that are left, so that as little as possible is told apart a second time
    private RegexNode Without(RegexNode text, UsedTexts used)
    {
        if (text.Leaf is not WordLeaf words)
            return schemas.Arena.Intersection(text, schemas.Arena.Complement(schemas.Arena.Words(used.Words)));
        return schemas.Arena.Words(used.LeftOf(words.Tree, length =>
        {
            schemas.Budget.Spend(20 + (20 * length));
            schemas.Budget.Hold(WordTree.CharacterBytes * length);
        }));
    }

    // how many different values an item may have at least, counted no further than matters at its place. Numbers only as whole ones
    // are written, since each may be spelled in several ways
    private int Values(SchemaRef item)
    {
        if (values.TryGetValue(item, out var known))
            return known;
        var (bare, text) = Different(item, UsedTexts.None);
        var most = (int)Math.Min((4L * shape.Min) + MaxValues, MaxSearchedValues);
        var whole = schemas.Arena.Intersection(bare, schemas.Numbers.Integer);
        return values[item] = schemas.Arena.CountUpTo(text, most, ifTooRich: 0) + schemas.Arena.CountUpTo(whole, most, ifTooRich: 0);
    }

    /// <summary>The place behind an item that is known: a string with a quote before it, anything else as written.</summary>
    public ArrayState Behind(ArrayStateKey key, string text)
    {
        // numbers are kept in several trees, of which those on the way to the new one are copied
        schemas.Budget.Spend(100 + ((text[0] == '"' ? 30 : 100) * text.Length));
        schemas.Budget.Hold(WordTree.CharacterBytes * 2 * text.Length);
        return State(key with { Used = key.Used.Add(text, text[0] == '"' ? text[1..] : null) });
    }

    /// <summary>Whether an array can be completed from a place.</summary>
    public bool IsPossible(ArrayState state) => CanComplete(state.Key);

    // whether the items still due can all differ: only where there are few values it is in question
    private bool EnoughDifferent(ArrayStateKey key)
    {
        for (var index = key.Index; index < shape.Min; index++)
        {
            if (Values(Item(index)) - key.Used.Count >= shape.Min - key.Index)
            {
                if (index >= shape.Prefix.Count)
                    break;
                continue;
            }

            var (bare, text) = Different(Item(index), key.Used);
            var values = schemas.Arena.CountUpTo(bare, shape.Min) + schemas.Arena.CountUpTo(text, shape.Min);
            if (values < shape.Min - key.Index)
                return false;
            if (index >= shape.Prefix.Count)
                break;
        }

        return true;
    }

    private bool CanBeDifferent(SchemaRef item, UsedTexts used)
    {
        if (Values(item) > used.Count)
            return true;
        var (bare, text) = Different(item, used);
        return schemas.Arena.IsLive(bare) || schemas.Arena.IsLive(text);
    }

    private SchemaRef Item(int index) => index < shape.Prefix.Count ? shape.Prefix[index] : shape.Rest ?? schemas.Anything;

    private ArrayStateKey Behind(ArrayStateKey key, CountList counts)
    {
        var last = Math.Max(shape.Prefix.Count, shape.Min);
        if (shape.Max < int.MaxValue)
            last = Math.Max(last, shape.Max);
        foreach (var witness in shape.Witnesses)
            last = Math.Max(last, witness.From);
        return new ArrayStateKey(Math.Min(key.Index + 1, last), counts, key.Used);
    }
}
