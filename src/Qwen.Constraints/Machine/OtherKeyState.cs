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

    public override bool TryWalk(TokenWalk walk, int node) => walk.TryAddText(node, text, Next((byte)'"'));

    public override void AddBytes(Span<bool> bytes)
    {
        text.AddBytes(bytes);
        bytes['"'] = true;
    }

    protected override ParserState[] Step(byte value)
    {
        if (value == '"' && text.AtCharacter)
            return text.Accepts ? Behind : [];
        return text.Step(value) is { } next
            ? ReferenceEquals(next, text) ? [this] : [Of(StateTable, schemas, state, parent, keyClass, next)]
            : [];
    }

    protected override TokenRecipe MakeRecipe()
    {
        var twin = StateTable.Lexer.AnyTextFor(text, StateTable.Vocabulary);
        return twin is null || ReferenceEquals(twin, text)
            ? Recipes.OfText(StateTable, text, text.Accepts ? Next((byte)'"') : Behind)
            : Of(StateTable, schemas, state, parent, keyClass, twin).Recipe;
    }

    private ParserState[] Behind => ColonState.Behind(StateTable, schemas, state, parent, -1 - keyClass);
}
