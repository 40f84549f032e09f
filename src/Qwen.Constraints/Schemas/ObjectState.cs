using System.Numerics;
using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// A place between the properties of an object. Leads to a complete object by at least one way; made by <see cref="ObjectPlan"/>.
/// </summary>
internal sealed class ObjectState
{
    // more properties than any object has
    private const long Impossible = long.MaxValue;

    private readonly ObjectStateKey key;
    private readonly Dictionary<(int Name, int Witnesses), ObjectState> next = [];
    private BitSet? allowed;
    private bool[]? others;

    public ObjectState(ObjectPlan plan, ObjectStateKey key)
    {
        Plan = plan;
        this.key = key;
        CanClose = key.Count >= plan.Min && key.Witnessed == plan.AllWitnesses && Missing(plan, key).Next(0) < 0;
    }

    public ObjectPlan Plan { get; }

    /// <summary>Whether the object may end here.</summary>
    public bool CanClose { get; }

    /// <summary>Whether other keys have to be told apart.</summary>
    public bool CountsKeys => Plan.CountsKeysAt(key.Count);

    /// <summary>Whether another property may come.</summary>
    public bool CanContinue => Allowed.Next(0) >= 0 || OtherAllowed.Contains(true);

    /// <summary>The names that may come next, by their place in sorted order.</summary>
    public BitSet Allowed
    {
        get
        {
            if (allowed is not null)
                return allowed;
            var found = FindAllowed();
            return Plan.Budget.WasCut ? found : allowed = found;
        }
    }

    /// <summary>For each class of other keys whether one may come next.</summary>
    public bool[] OtherAllowed =>
        others ??= [.. Plan.Others.Select((c, i) => Plan.IsSatisfiable(c.Value) && OtherKeys(i) is not null && MayTake(-1 - i))];

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
            if (Plan.IsSatisfiable(value) && IsFeasible(Plan, Behind(name, claimed, text), text is null ? -1 - name : -1))
                yield return (value, State(name, claimed, text));
            if (claimed == 0)
                break;
        }
    }

    /// <summary>Whether an object can be completed from here.</summary>
    /// <param name="plan">The kind of object.</param>
    /// <param name="key">What was written of it.</param>
    /// <param name="taken">A class of other keys of which one more was written than the key tells; negative for none.</param>
    public static bool IsFeasible(ObjectPlan plan, ObjectStateKey key, int taken = -1)
    {
        plan.Budget.Spend(plan.Names.Length + 10);
        var missing = 0;
        var due = Missing(plan, key);
        for (var name = due.Next(0); name >= 0; name = due.Next(name + 1))
        {
            if ((!plan.FreeOrder && name < key.Position) || !plan.IsAllowed(name))
                return false;
            missing++;
        }

        int[]? left = null;
        var extra = ExtraWitnesses(plan, key, due, Left);
        if (extra == Impossible)
            return false;
        var need = missing + extra;
        if (Math.Max(key.Count + need, plan.Min) > plan.Max)
            return false;
        if (key.Count + need >= plan.Min)
            return true;
        var free = Left().Sum(keys => (long)keys);
        for (var name = plan.FreeOrder ? 0 : key.Position; name < plan.Names.Length; name++)
        {
            if (!key.Seen[name] && !due[name] && plan.IsAllowed(name))
                free++;
        }

        // those that the witnesses take are among the free ones
        return key.Count + missing + free >= plan.Min;

        int[] Left() => left ??= plan.KeysLeft(key.Used, taken);
    }

    // the least number of properties beyond those due that the witnesses still missing take; no number where no keys can be all of them
    private static long ExtraWitnesses(ObjectPlan plan, ObjectStateKey key, BitSet due, Func<int[]> keysLeft)
    {
        var open = plan.AllWitnesses & ~key.Witnessed;
        if (open == 0)
            return 0;

        // cost[set]: properties that it takes to be all witnesses of the set
        var cost = new long[open + 1];
        Array.Fill(cost, Impossible);
        cost[0] = 0;
        for (var name = plan.FreeOrder ? 0 : key.Position; name < plan.Names.Length; name++)
        {
            if (!key.Seen[name] && plan.Values[name] is not null)
                Offer(plan.NameWitnesses[name], due[name] ? 0 : 1, claimed => plan.Value(name, claimed));
        }

        var left = keysLeft();
        for (var i = 0; i < left.Length; i++)
        {
            var other = plan.Others[i];
            for (var times = Math.Min(left[i], BitOperations.PopCount((uint)open)); times > 0 && other.Witness != 0; times--)
                Offer(other.Witness, 1, claimed => plan.Value(other, claimed));
        }

        return cost[open];

        void Offer(int possible, int price, Func<int, Schemas.SchemaRef> value)
        {
            long[] before = [.. cost];
            for (var claimed = possible & open; claimed != 0; claimed = (claimed - 1) & possible & open)
            {
                plan.Budget.Spend(open + 10);
                if (!plan.IsSatisfiable(value(claimed)))
                    continue;
                for (var set = 0; set <= open; set++)
                {
                    if ((set & ~open) == 0 && before[set] != Impossible)
                        cost[set | claimed] = Math.Min(cost[set | claimed], before[set] + price);
                }
            }
        }
    }

    // names that must still come: required ones, and those that present or missing names bring with them
    private static BitSet Missing(ObjectPlan plan, ObjectStateKey key)
    {
        var missing = plan.Required.Copy();
        plan.Budget.Spend(plan.Names.Length / 8);
        if (plan.Brought is null)
            return missing.Without(key.Seen);
        plan.Budget.Spend(plan.Names.Length);
        var open = new Stack<int>();
        for (var name = 0; name < plan.Names.Length; name++)
        {
            if ((key.Seen[name] || missing[name]) && plan.Brought[name] is not null)
                open.Push(name);
        }

        while (open.TryPop(out var trigger))
        {
            foreach (var needed in plan.Brought[trigger] ?? [])
            {
                plan.Budget.Spend(1);
                if (missing[needed] || key.Seen[needed])
                    continue;
                missing.Set(needed);
                open.Push(needed);
            }
        }

        return missing.Without(key.Seen);
    }

    private BitSet FindAllowed()
    {
        var result = new BitSet(Plan.Names.Length);
        var last = Plan.Names.Length - 1;
        if (Plan is { IsPlain: true, FreeOrder: false } && Missing(Plan, key).Next(0) is >= 0 and var missing)
            last = missing;
        for (var sorted = 0; sorted < Plan.Names.Length; sorted++)
        {
            var name = Plan.KeyOrder[sorted];
            if (!key.Seen[name] && (Plan.FreeOrder || (name >= key.Position && name <= last)) && Plan.IsAllowed(name)
                && (Plan.IsPlain || MayTake(name)))
                result.Set(sorted);

            // some names are enough to go on with where all take too long
            if (Plan.Budget.Stops(result.Next(0) >= 0))
                break;
        }

        return result;
    }

    private bool MayTake(int name) =>
        name < 0 && Plan.IsPlain ? Plan.FreeOrder || Missing(Plan, key).Next(0) < 0 : Take(name).Any();

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
        if (!Plan.FreeOrder && Plan.Brought is null)
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
        var used = key.Used;
        if (text is not null && Plan.CountsKeys)
        {
            Plan.Budget.Spend(100 + (20 * text.Length));
            Plan.Budget.Hold(WordTree.CharacterBytes * text.Length);
            used = used.Add(text, text);
        }

        if (!Plan.CountsKeysAt(count))
            used = UsedTexts.None;

        return new ObjectStateKey(seen, position, count, key.Witnessed | claimed, used);
    }
}
