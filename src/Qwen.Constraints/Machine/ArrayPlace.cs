using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Before the closing bracket of an array.</summary>
internal sealed class ArrayPlace(StateTable table, SchemaNormalizer schemas, ArrayState state, Frame parent, ArrayPart part, Blank blank)
    : SpacedState(table, blank)
{
    protected override ReadOnlySpan<byte> Marks => part == ArrayPart.Valued ? ",]"u8 : "]"u8;

    public static ArrayPlace Of(StateTable table, SchemaNormalizer schemas, ArrayState state, Frame parent, ArrayPart part, Blank blank) =>
        table.Intern(state, parent, blank, (int)part, () => new ArrayPlace(table, schemas, state, parent, part, blank));

    /// <summary>The states behind an opening bracket: before the first item or the closing bracket.</summary>
    public static IEnumerable<ParserState> Open(StateTable table, SchemaNormalizer schemas, ArrayState state, Frame parent)
    {
        var items = Items(table, schemas, state, parent, table.Whitespace.Inside);
        return state.CanClose ? items.Append(Of(table, schemas, state, parent, ArrayPart.Opened, table.Whitespace.Inside)) : items;
    }

    protected override SpacedState At(Blank blank) =>
        Of(StateTable, schemas, state, parent, part == ArrayPart.Valued ? ArrayPart.Closing : part, blank);

    protected override ParserState[] Leave(byte value) => value switch
    {
        (byte)']' when state.CanClose => parent.Completed,
        (byte)',' when part == ArrayPart.Valued => [.. Items(StateTable, schemas, state, parent, StateTable.Whitespace.Separator)],
        _ => [],
    };

    private static IEnumerable<ParserState> Items(
        StateTable table, SchemaNormalizer schemas, ArrayState state, Frame parent, Blank blank) =>
        state.Next.Select<(SchemaRef Item, ArrayState State), ParserState>(next => state.Plan.TellsApart
            ? UniqueItemState.Of(table, schemas, state, next.Item, next.State, parent, blank)
            : table.Value(schemas, next.Item, ItemFrame.Of(table, schemas, next.State, parent), blank));
}
