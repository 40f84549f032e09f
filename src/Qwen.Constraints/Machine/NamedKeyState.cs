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
        foreach (var value in keys.Bytes)
            walk.EnterBy(node, value, this);
        if (keys.Name >= 0)
            walk.EnterBy(node, (byte)'"', this);
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
        foreach (var value in keys.Bytes)
            Enter(value);
        Enter((byte)'"');
        return new TokenRecipe([], tokens.Found());

        void Enter(byte value)
        {
            var child = StateTable.Vocabulary.Tree.Child(0, value);
            if (child >= 0)
                tokens.Enter(child, Next(value));
        }
    }
}
