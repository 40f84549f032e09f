using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Before an item of an array whose items must all differ.</summary>
internal sealed class UniqueItemState(
    StateTable table, SchemaNormalizer schemas, ArrayState before, SchemaRef item, ArrayState behind, Frame parent, Blank blank)
    : SpacedState(table, blank)
{
    protected override ReadOnlySpan<byte> Marks => "\"-0123456789fnt"u8;

    public static UniqueItemState Of(
        StateTable table, SchemaNormalizer schemas, ArrayState before, SchemaRef item, ArrayState behind, Frame parent, Blank blank) =>
        new(table, schemas, before, item, behind, parent, blank);

    protected override SpacedState At(Blank blank) => Of(StateTable, schemas, before, item, behind, parent, blank);

    protected override ParserState[] Leave(byte value)
    {
        var (bare, text) = before.Plan.Different(item, before.Key.Used);
        if (value == '"')
            return StateTable.Lexer.Start(text, TextForm.JsonString) is { } start
                ? [TracedState.Begin(StateTable, start, written => Behind('"' + written))]
                : [];
        return StateTable.Lexer.Start(bare, TextForm.Plain)?.Step(value) is { } next
            ? TracedState.Begin(StateTable, next, value, Behind)
            : [];
    }

    private ParserState[] Behind(string written)
    {
        var state = before.Plan.Behind(behind.Key, written);
        return before.Plan.IsPossible(state)
            ? [ArrayPlace.Of(
                StateTable, schemas, state, parent, ArrayPart.Valued, state.CanClose ? StateTable.Whitespace.Inside : Whitespace.None)]
            : [];
    }
}
