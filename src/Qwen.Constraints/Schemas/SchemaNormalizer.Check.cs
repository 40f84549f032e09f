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
                "The JSON schema cannot be enforced: no value fulfils it (its conditions contradict one another). Check required, "
                + "allOf and not.");
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
}
