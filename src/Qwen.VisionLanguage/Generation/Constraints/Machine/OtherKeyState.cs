using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Inside a key that no schema names.</summary>
internal sealed class OtherKeyState(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, int keyClass, LexState text)
    : ParserState(engine)
{
    public static OtherKeyState Of(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, int keyClass, LexState text) =>
        engine.Intern(state, parent, text, keyClass, () => new OtherKeyState(engine, schemas, state, parent, keyClass, text));

    protected override ParserState[] Step(byte value)
    {
        if (value == '"' && text.AtCharacter)
            return text.Accepts ? ColonState.Behind(Engine, schemas, state, parent, -1 - keyClass) : [];
        return text.Step(value) is { } next
            ? ReferenceEquals(next, text) ? [this] : [Of(Engine, schemas, state, parent, keyClass, next)]
            : [];
    }

    protected override TokenRecipe MakeRecipe() =>
        Recipes.OfText(Engine, text, ColonState.Behind(Engine, schemas, state, parent, -1 - keyClass));
}
