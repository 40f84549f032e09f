using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Before a JSON value.</summary>
internal sealed class ValueState(
    StateTable table, SchemaNormalizer schemas, SchemaRef value, Frame frame, Blank blank) : SpacedState(table, blank)
{
    protected override ReadOnlySpan<byte> Marks => "\"-0123456789[fnt{"u8;

    protected override SpacedState At(Blank blank) => StateTable.Value(schemas, value, frame, blank);

    protected override ParserState[] Leave(byte first)
    {
        var shape = schemas.Shape(value);
        switch (first)
        {
            case (byte)'"':
                return StateTable.Lexer.Start(shape.Text, TextForm.JsonString) is { } text ? [TextState.Of(StateTable, text, frame)] : [];
            case (byte)'{':
                return [.. shape.Objects.Select(schemas.PlanOf).Where(p => p.IsFeasible)
                    .Select(p => ObjectPlace.Of(StateTable, schemas, p.Start, frame, ObjectPart.Opened, StateTable.Whitespace.Inside))];
            case (byte)'[':
                return [.. shape.Arrays.Select(schemas.PlanOf).Where(p => p.IsFeasible)
                    .SelectMany(p => ArrayPlace.Open(StateTable, schemas, p.Start, frame))];
            default:
                return StateTable.Lexer.Start(shape.Written, TextForm.Plain) is { } bare && bare.Step(first) is { } next
                    ? TerminalState.At(StateTable, next, frame)
                    : [];
        }
    }
}
