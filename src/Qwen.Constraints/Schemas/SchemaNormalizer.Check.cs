using System.Text.Json;

namespace Qwen.Constraints.Schemas;

/// <content>Refuses before generation what could not be enforced during it.</content>
internal sealed partial class SchemaNormalizer
{
    private const int MaxReferences = 20_000;

    /// <summary>Works out every schema that a value may come to, and returns the root.</summary>
    public SchemaRef Check()
    {
        var root = Ref(document.Root);
        var seen = new HashSet<SchemaRef> { root };
        var open = new Queue<SchemaRef>(seen);
        while (open.TryDequeue(out var reference))
        {
            var shape = Shape(reference);
            arena.Explore(shape.Written);
            arena.Explore(shape.Text);
            foreach (var plan in shape.Arrays.Select(PlanOf))
            {
                plan.Check();
                foreach (var item in plan.Items)
                    Add(item);
            }

            foreach (var plan in shape.Objects.Select(PlanOf))
            {
                foreach (var value in plan.AllValues)
                    Add(value);
            }
        }

        // an answer asks where a value begins: what cannot be told is refused here rather than left out there
        foreach (var shape in seen.Select(Shape))
        {
            _ = shape.Arrays.Count(a => PlanOf(a).IsFeasible);
            _ = shape.Objects.Count(o => PlanOf(o).IsFeasible);
        }

        if (!IsSatisfiable(root))
            throw new ConstraintException(
                $"The JSON schema is a contradiction, no value fulfils it: {Contradiction(root)}. Check required, allOf, not and the "
                + "bounds there.",
                isContradiction: true);
        return root;

        void Add(SchemaRef? reference)
        {
            if (reference is null || !seen.Add(reference))
                return;
            if (seen.Count > MaxReferences)
                throw new ConstraintException(
                    $"The JSON schema cannot be enforced: its conditions combine in more than {MaxReferences} ways. "
                    + "Simplify allOf and patternProperties.");
            open.Enqueue(reference);
        }
    }

    // goes after the one thing that has to be there and cannot, as far as there is but one
    private string Contradiction(SchemaRef reference)
    {
        var path = "";
        for (var hops = 0; hops < MaxHops; hops++)
        {
            path = reference.Literals.Select(literal => literal.Node.Path).FirstOrDefault(own => own.Length > 0) ?? path;
            if (Shape(reference) is not { Arrays.Count: 0, Objects: [var shape] } || shape.Min > shape.Max)
                break;
            var missing = shape.Required.Select(name => (Name: name, Value: ValueOf(shape, name)))
                .FirstOrDefault(property => property.Value is null || !IsSatisfiable(property.Value));
            if (missing.Name is null)
                break;
            if (missing.Value is null || missing.Value.Literals.Any(IsFalse))
                return $"'{ConstraintException.Shortened(missing.Name)}' is required at '#{ConstraintException.Shortened(shape.Path)}' and "
                    + "may not be there";
            reference = missing.Value;
        }

        return $"the conditions at '#{ConstraintException.Shortened(path)}' exclude one another";

        static bool IsFalse(SchemaLiteral literal) =>
            literal is { Negated: false, Node: { IsValue: false, Element.ValueKind: JsonValueKind.False } };
    }
}
