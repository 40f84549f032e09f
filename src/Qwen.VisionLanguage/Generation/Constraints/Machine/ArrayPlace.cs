using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Before the closing bracket of an array.</summary>
internal sealed class ArrayPlace(Engine engine, SchemaNormalizer schemas, ArrayState state, Frame parent, ArrayPart part, Blank blank)
    : SpacedState(engine, blank)
{
    protected override ReadOnlySpan<byte> Marks => part == ArrayPart.Valued ? ",]"u8 : "]"u8;

    public static ArrayPlace Of(Engine engine, SchemaNormalizer schemas, ArrayState state, Frame parent, ArrayPart part, Blank blank) =>
        engine.Intern(state, parent, blank, (int)part, () => new ArrayPlace(engine, schemas, state, parent, part, blank));

    /// <summary>The states behind an opening bracket: before the first item or the closing bracket.</summary>
    public static IEnumerable<ParserState> Open(Engine engine, SchemaNormalizer schemas, ArrayState state, Frame parent)
    {
        var items = Items(engine, schemas, state, parent, engine.Whitespace.Inside);
        return state.CanClose ? items.Append(Of(engine, schemas, state, parent, ArrayPart.Opened, engine.Whitespace.Inside)) : items;
    }

    protected override SpacedState At(Blank blank) =>
        Of(Engine, schemas, state, parent, part == ArrayPart.Valued ? ArrayPart.Closing : part, blank);

    protected override ParserState[] Leave(byte value) => value switch
    {
        (byte)']' when state.CanClose => parent.Completed,
        (byte)',' when part == ArrayPart.Valued => [.. Items(Engine, schemas, state, parent, Engine.Whitespace.Separator)],
        _ => [],
    };

    private static IEnumerable<ParserState> Items(Engine engine, SchemaNormalizer schemas, ArrayState state, Frame parent, Blank blank) =>
        state.Next.Select<(SchemaRef Item, ArrayState State), ParserState>(next => state.Plan.Shape.Unique
            ? UniqueItemState.Of(engine, schemas, state, next.Item, next.State, parent, blank)
            : engine.Value(schemas, next.Item, ItemFrame.Of(engine, schemas, next.State, parent), blank));
}
