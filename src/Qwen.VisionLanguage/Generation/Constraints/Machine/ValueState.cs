using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Before a JSON value.</summary>
internal sealed class ValueState(Engine engine, SchemaNormalizer schemas, SchemaRef value, Frame frame, Blank blank) : SpacedState(engine, blank)
{
    protected override ReadOnlySpan<byte> Marks => "\"-0123456789[fnt{"u8;

    protected override SpacedState At(Blank blank) => Engine.Value(schemas, value, frame, blank);

    protected override ParserState[] Leave(byte first)
    {
        var shape = schemas.Shape(value);
        switch (first)
        {
            case (byte)'"':
                return Engine.Lexer.Start(shape.Text, TextForm.JsonString) is { } text ? [TextState.Of(Engine, text, frame)] : [];
            case (byte)'{':
                return [.. shape.Objects.Select(schemas.PlanOf).Where(p => p.IsFeasible)
                    .Select(p => ObjectPlace.Of(Engine, schemas, p.Start, frame, ObjectPart.Opened, Engine.Whitespace.Inside))];
            case (byte)'[':
                return [.. shape.Arrays.Select(schemas.PlanOf).Where(p => p.IsFeasible)
                    .SelectMany(p => ArrayPlace.Open(Engine, schemas, p.Start, frame))];
            default:
                return Engine.Lexer.Start(shape.Written, TextForm.Plain) is { } bare && bare.Step(first) is { } next
                    ? [TerminalState.Of(Engine, next, frame)]
                    : [];
        }
    }
}
