using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Inside a key that a schema names.</summary>
internal sealed class NamedKeyState(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, KeyTree keys) : ParserState(engine)
{
    public static NamedKeyState Of(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, KeyTree keys) =>
        engine.Intern(state, parent, keys, 0, () => new NamedKeyState(engine, schemas, state, parent, keys));

    protected override ParserState[] Step(byte value)
    {
        // behind a backslash a quote belongs to the name
        if (value == '"' && keys.Name >= 0)
            return state.Allowed[keys.Name] ? ColonState.Behind(Engine, schemas, state, parent, state.Plan.KeyOrder[keys.Name]) : [];
        return keys.Child(value) is { } child && state.Allowed.AnyBetween(child.Low, child.High)
            ? [Of(Engine, schemas, state, parent, child)]
            : [];
    }

    protected override TokenRecipe MakeRecipe()
    {
        var tokens = Engine.Search();
        foreach (var value in keys.Bytes)
            Enter(value);
        Enter((byte)'"');
        return new TokenRecipe([], tokens.Found());

        void Enter(byte value)
        {
            var child = Engine.Vocabulary.Tree.Child(0, value);
            if (child >= 0)
                tokens.Enter(child, Next(value));
        }
    }
}
