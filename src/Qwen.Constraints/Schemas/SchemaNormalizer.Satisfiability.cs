using System.Text.Json;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <content>Whether a condition can be fulfilled at all: what cannot is never begun.</content>
internal sealed partial class SchemaNormalizer
{
    private readonly Dictionary<SchemaRef, int> open = [];
    private int assumed = int.MaxValue;

    /// <summary>
    /// Whether some finite value fulfils the reference. Complete once normal forms may be taken (not while one is being made).
    /// </summary>
    public bool IsSatisfiable(SchemaRef reference)
    {
        if (reference.Literals.Length == 0)
            return true;
        if (reference.Satisfiable is { } known)
            return known;
        if (open.TryGetValue(reference, out var depth))
        {
            // a value may not contain itself: what is being asked counts as impossible inside its own answer
            assumed = Math.Min(assumed, depth);
            return false;
        }

        depth = open.Count;
        if (depth > ConstraintLimits.SchemaNesting)
            throw SchemaErrors.Refuse(
                reference.Literals[0].Node,
                "required",
                $"more than {ConstraintLimits.SchemaNesting} different values have to be inside one another");
        open.Add(reference, depth);
        try
        {
            Budget.Spend(100);
            var shape = Shape(reference);
            var result = arena.IsLive(shape.Written) || arena.IsLive(shape.Text)
                || shape.Arrays.Any(a => PlanOf(a).IsFeasible)
                || shape.Objects.Any(o => PlanOf(o).IsFeasible);
            if (result || assumed >= depth)
                reference.Satisfiable = result;
            return result;
        }
        finally
        {
            open.Remove(reference);
            if (assumed >= depth)
                assumed = int.MaxValue;
        }
    }

    /// <summary>The plan of an alternative for objects, made once.</summary>
    public ObjectPlan PlanOf(ObjectShape shape) => shape.Plan ??= new ObjectPlan(
        this, lexer, shape, freeOrder: options.PropertyOrder == JsonPropertyOrder.Free);

    /// <summary>The plan of an alternative for arrays, made once.</summary>
    public ArrayPlan PlanOf(ArrayShape shape) => shape.Plan ??= new ArrayPlan(this, shape);

    // While normal forms are being made only schemas that refer to no other can be looked into; anything else counts as possible.
    private bool IsSatisfiable(ObjectShape shape)
    {
        foreach (var name in shape.Required)
        {
            var value = ValueOf(shape, name);
            if (value is null || !MayBeSatisfiable(value))
                return false;
        }

        return shape.Required.Count <= shape.Max && shape.Min <= shape.Max;
    }

    private bool IsSatisfiable(ArrayShape shape)
    {
        for (var i = 0; i < shape.Min && i <= shape.Prefix.Count; i++)
        {
            if (!MayBeSatisfiable(Item(shape, i)))
                return false;
        }

        return shape.Min <= shape.Max && shape.Witnesses.All(w => w.Min <= w.Max && w.Min <= shape.Max && (w.Min == 0 || HasPlace(w)));

        bool HasPlace(ItemWitness witness) =>
            Enumerable.Range(witness.From, Math.Max(1, shape.Prefix.Count + 1 - witness.From))
                .Any(i => MayBeSatisfiable(Both(Item(shape, i), witness.Value)));
    }

    private bool MayBeSatisfiable(SchemaRef reference)
    {
        if (reference.Satisfiable is { } known)
            return known;
        for (var i = 1; i < reference.Literals.Length; i++)
        {
            if (reference.Literals[i].Node == reference.Literals[i - 1].Node)
                return false;
        }

        if (!reference.Literals.All(l => IsSelfContained(l.Node)))
            return true;
        var shape = Shape(reference);
        return arena.IsLive(shape.Written) || arena.IsLive(shape.Text) || shape.Arrays.Any(IsSatisfiable)
            || shape.Objects.Any(IsSatisfiable);
    }

    private static bool IsSelfContained(SchemaNode node) => node.SelfContained ??=
        node.Shape is not null || node.IsValue
        || (node.Alternatives is null && (node.Element.ValueKind != JsonValueKind.Object
            || (!node.Keywords.InPlace && !node.Keywords.Has(SchemaKeyword.PropertyNames))));

    /// <summary>What all rules of an alternative ask of the value under a name; null where the name may not be used.</summary>
    public SchemaRef? ValueOf(ObjectShape shape, string name)
    {
        Budget.Spend(10 * (1 + shape.Rules.Count));
        if (shape.Keys is { } keys && !arena.Matches(keys, name))
            return null;
        var value = Anything;
        foreach (var rule in shape.Rules)
        {
            var found = false;
            if (rule.Names.TryGetValue(name, out var own))
            {
                value = Both(value, own);
                found = true;
            }

            foreach (var (pattern, patterned) in rule.Patterns)
            {
                if (arena.Matches(pattern, name))
                {
                    value = Both(value, patterned);
                    found = true;
                }
            }

            if (!found)
                value = Both(value, rule.Additional);
        }

        return value;
    }
}
