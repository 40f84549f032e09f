using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a key that a schema names.</summary>
internal sealed class NamedKeyState(
    StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, KeyTree keys) : ParserState(table)
{
    public static NamedKeyState Of(StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, KeyTree keys) =>
        table.Intern(state, parent, keys, 0, () => new NamedKeyState(table, schemas, state, parent, keys));

    public override bool TryWalk(TokenWalk walk, int node)
    {
        AddTokens(walk, node);
        return true;
    }

    public override void AddBytes(Span<bool> bytes)
    {
        foreach (var value in keys.Bytes)
            bytes[value] = true;
        bytes['"'] = true;
    }

    protected override ParserState[] Step(byte value)
    {
        // behind a backslash a quote belongs to the name
        if (value == '"' && keys.Name >= 0)
            return state.Allowed[keys.Name] ? ColonState.Behind(StateTable, schemas, state, parent, state.Plan.KeyOrder[keys.Name]) : [];
        return keys.Child(value) is { } child && state.Allowed.AnyBetween(child.Low, child.High)
            ? [Of(StateTable, schemas, state, parent, child)]
            : [];
    }

    protected override TokenRecipe MakeRecipe()
    {
        var tokens = StateTable.Search();
        AddTokens(tokens, 0);
        return new TokenRecipe([], tokens.Found());
    }

    // what may follow any of the names is known to all places of the object: here those count that may come
    private void AddTokens(TokenWalk walk, int node)
    {
        var (inside, closing) = KeyTokens.Of(StateTable, keys, node);
        StateTable.Budget.Note((inside.Length / 4) + closing.Length);
        var allowed = state.Allowed;
        foreach (var (token, low, high) in inside)
        {
            if (allowed.AnyBetween(low, high))
                walk.Add(token);
        }

        foreach (var (name, hits) in closing)
        {
            if (!allowed[name] || walk.MustStop)
                continue;
            foreach (var behind in Behind(name))
                walk.Add(hits, behind.Rests);
        }
    }

    private ParserState[] Behind(int name)
    {
        try
        {
            return ColonState.Behind(StateTable, schemas, state, parent, state.Plan.KeyOrder[name]);
        }
        catch (ConstraintException) when (StateTable.Budget.Lenient)
        {
            // what takes too much to follow does not follow
            return [];
        }
    }
}
