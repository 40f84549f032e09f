using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Before an item of an array whose items must all differ.</summary>
internal sealed class UniqueItemState(
    Engine engine, SchemaNormalizer schemas, ArrayState before, SchemaRef item, ArrayState behind, Frame parent, Blank blank)
    : SpacedState(engine, blank)
{
    protected override ReadOnlySpan<byte> Marks => "\"-0123456789fnt"u8;

    public static UniqueItemState Of(
        Engine engine, SchemaNormalizer schemas, ArrayState before, SchemaRef item, ArrayState behind, Frame parent, Blank blank) =>
        new(engine, schemas, before, item, behind, parent, blank);

    protected override SpacedState At(Blank blank) => Of(Engine, schemas, before, item, behind, parent, blank);

    protected override ParserState[] Leave(byte value)
    {
        var (bare, text) = before.Plan.Different(item, before.Key.Used);
        if (value == '"')
            return Engine.Lexer.Start(text, TextForm.JsonString) is { } start ? [TracedState.Begin(Engine, start, written => Behind('"' + written))] : [];
        return Engine.Lexer.Start(bare, TextForm.Plain)?.Step(value) is { } next ? [TracedState.Begin(Engine, next, value, Behind)] : [];
    }

    private ParserState[] Behind(string written)
    {
        var state = before.Plan.Behind(behind.Key, written);
        return before.Plan.IsPossible(state)
            ? [ArrayPlace.Of(Engine, schemas, state, parent, ArrayPart.Valued, state.CanClose ? Engine.Whitespace.Inside : Whitespace.None)]
            : [];
    }
}
