using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>A place between the properties of an object. Leads to a complete object by at least one way; made by <see cref="ObjectPlan"/>.</summary>
internal sealed class ObjectState
{
    private readonly ObjectStateKey key;
    private readonly Dictionary<(int Name, int Witnesses), ObjectState> next = [];
    private BitSet? allowed;
    private bool[]? others;

    public ObjectState(ObjectPlan plan, ObjectStateKey key)
    {
        Plan = plan;
        this.key = key;
        CanClose = key.Count >= plan.Min && key.Witnessed == plan.AllWitnesses && FirstMissing(plan, key, 0) < 0;
    }

    public ObjectPlan Plan { get; }

    /// <summary>Whether the object may end here.</summary>
    public bool CanClose { get; }

    /// <summary>Whether another property may come.</summary>
    public bool CanContinue => Allowed.Next(0) >= 0 || OtherAllowed.Contains(true);

    /// <summary>The names that may come next, by their place in sorted order.</summary>
    public BitSet Allowed => allowed ??= FindAllowed();

    /// <summary>For each class of other keys whether one may come next.</summary>
    public bool[] OtherAllowed => others ??= [.. Plan.Others.Select((c, i) => Plan.IsSatisfiable(c.Value) && OtherKeys(i) is not null && MayTake(-1 - i))];

    /// <summary>The keys of a class that may still be used; null for none.</summary>
    public LexState? OtherKeys(int keyClass) => Plan.KeysWithout(Plan.Others[keyClass], key.Used);

    /// <summary>The ways to take a key: the condition on its value and the state behind it.</summary>
    /// <param name="name">A name from 0 on, other classes as -1 - class.</param>
    /// <param name="text">The key itself where other keys are told apart.</param>
    public IEnumerable<(Schemas.SchemaRef Value, ObjectState State)> Take(int name, string? text = null)
    {
        // claim to be any of the witnesses still missing that this key can be
        var possible = (name < 0 ? Plan.Others[-1 - name].Witness : Plan.NameWitnesses[name]) & ~key.Witnessed;
        for (var claimed = possible; ; claimed = (claimed - 1) & possible)
        {
            var value = name < 0 ? Plan.Value(Plan.Others[-1 - name], claimed) : Plan.Value(name, claimed);
            if (Plan.IsSatisfiable(value) && IsFeasible(Plan, Behind(name, claimed, text)))
                yield return (value, State(name, claimed, text));
            if (claimed == 0)
                break;
        }
    }

    /// <summary>Whether an object can be completed from here.</summary>
    public static bool IsFeasible(ObjectPlan plan, ObjectStateKey key)
    {
        var missing = 0;
        BitSet? due = null;
        for (var name = FirstMissing(plan, key, 0); name >= 0; name = FirstMissing(plan, key, name + 1))
        {
            if ((!plan.FreeOrder && name < key.Position) || !plan.IsAllowed(name))
                return false;
            missing++;
            (due ??= new BitSet(plan.Names.Length)).Set(name);
        }

        var need = missing + ExtraWitnesses(plan, key, due);
        if ((long)key.Count + need > plan.Max)
            return false;
        if (key.Count + need >= plan.Min || Array.Exists(plan.Others, o => plan.IsSatisfiable(o.Value)))
            return true;
        var free = 0;
        for (var name = plan.FreeOrder ? 0 : key.Position; name < plan.Names.Length; name++)
        {
            if (!key.Seen[name] && due?[name] != true && plan.IsAllowed(name))
                free++;
        }

        return key.Count + need + free >= plan.Min;
    }

    // the least number of properties beyond those due that the witnesses still missing take
    private static long ExtraWitnesses(ObjectPlan plan, ObjectStateKey key, BitSet? due)
    {
        var open = plan.AllWitnesses & ~key.Witnessed;
        if (open == 0)
            return 0;

        // cost[set]: properties that it takes to be all witnesses of the set
        var cost = new long[open + 1];
        Array.Fill(cost, int.MaxValue);
        cost[0] = 0;
        for (var name = plan.FreeOrder ? 0 : key.Position; name < plan.Names.Length; name++)
        {
            if (!key.Seen[name] && plan.Values[name] is not null)
                Offer(plan.NameWitnesses[name], due?[name] == true ? 0 : 1, claimed => plan.Value(name, claimed), again: false);
        }

        foreach (var other in plan.Others)
            Offer(other.Witness, 1, claimed => plan.Value(other, claimed), again: true);
        return cost[open];

        void Offer(int possible, int price, Func<int, Schemas.SchemaRef> value, bool again)
        {
            var before = again ? cost : [.. cost];
            for (var claimed = possible & open; claimed != 0; claimed = (claimed - 1) & possible & open)
            {
                if (!plan.IsSatisfiable(value(claimed)))
                    continue;
                for (var set = 0; set <= open; set++)
                {
                    if ((set & ~open) == 0)
                        cost[set | claimed] = Math.Min(cost[set | claimed], before[set] + price);
                }
            }
        }
    }

    // names that must still come: required ones, and those that present or missing names bring with them
    private static int FirstMissing(ObjectPlan plan, ObjectStateKey key, int from)
    {
        if (plan.Implications.Length == 0)
        {
            for (var name = plan.Required.Next(from); name >= 0; name = plan.Required.Next(name + 1))
            {
                if (!key.Seen[name])
                    return name;
            }

            return -1;
        }

        var due = plan.Required.Copy();
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var (trigger, needed) in plan.Implications)
            {
                if ((key.Seen[trigger] || due[trigger]) && !due[needed])
                {
                    due.Set(needed);
                    changed = true;
                }
            }
        }

        var missing = due.Next(from);
        while (missing >= 0 && key.Seen[missing])
            missing = due.Next(missing + 1);
        return missing;
    }

    private BitSet FindAllowed()
    {
        var result = new BitSet(Plan.Names.Length);
        var last = Plan.Names.Length - 1;
        if (Plan is { IsPlain: true, FreeOrder: false } && FirstMissing(Plan, key, 0) is >= 0 and var missing)
            last = missing;
        for (var sorted = 0; sorted < Plan.Names.Length; sorted++)
        {
            var name = Plan.KeyOrder[sorted];
            if (!key.Seen[name] && (Plan.FreeOrder || (name >= key.Position && name <= last)) && Plan.IsAllowed(name)
                && (Plan.IsPlain || MayTake(name)))
                result.Set(sorted);
        }

        return result;
    }

    private bool MayTake(int name) =>
        name < 0 && Plan.IsPlain ? Plan.FreeOrder || FirstMissing(Plan, key, 0) < 0 : Take(name).Any();

    private ObjectState State(int name, int claimed, string? text)
    {
        if (text is not null && Plan.CountsKeys)
            return Plan.State(Behind(name, claimed, text));
        if (!next.TryGetValue((name, claimed), out var state))
            next.Add((name, claimed), state = Plan.State(Behind(name, claimed, null)));
        return state;
    }

    private ObjectStateKey Behind(int name, int claimed, string? text)
    {
        var position = Plan.FreeOrder ? 0 : name < 0 ? Plan.Names.Length : name + 1;
        var seen = key.Seen.Copy();
        if (name >= 0)
            seen.Set(name);
        if (!Plan.FreeOrder && Plan.Implications.Length == 0)
        {
            // in fixed order what lies behind no longer matters, so that states merge; what was due and passed over still does
            for (var passed = key.Position; passed < position; passed++)
            {
                if (!Plan.Required[passed])
                    seen.Set(passed);
            }
        }

        // a count beyond both limits is as good as any other there
        var count = Math.Min(key.Count + 1, Plan.Max < int.MaxValue ? Math.Max(Plan.Min, Plan.Max + 1) : Plan.Min);
        var used = text is not null && Plan.CountsKeys ? key.Used.Add(text) : key.Used;
        return new ObjectStateKey(seen, position, count, key.Witnessed | claimed, used);
    }
}
