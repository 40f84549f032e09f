using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a key that no schema names.</summary>
internal sealed class OtherKeyState(
    StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, int keyClass, LexState text)
    : ParserState(table)
{
    public static OtherKeyState Of(
        StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, int keyClass, LexState text) =>
        table.Intern(state, parent, text, keyClass, () => new OtherKeyState(table, schemas, state, parent, keyClass, text));

    protected override ParserState[] Step(byte value)
    {
        if (value == '"' && text.AtCharacter)
            return text.Accepts ? ColonState.Behind(StateTable, schemas, state, parent, -1 - keyClass) : [];
        return text.Step(value) is { } next
            ? ReferenceEquals(next, text) ? [this] : [Of(StateTable, schemas, state, parent, keyClass, next)]
            : [];
    }

    protected override TokenRecipe MakeRecipe() =>
        Recipes.OfText(StateTable, text, ColonState.Behind(StateTable, schemas, state, parent, -1 - keyClass));
}
