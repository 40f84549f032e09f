using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>Between the parts of an object.</summary>
internal sealed class ObjectPlace(StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, ObjectPart part, Blank blank)
    : SpacedState(table, blank)
{
    protected override ReadOnlySpan<byte> Marks => part switch
    {
        ObjectPart.Opened => "\"}"u8,
        ObjectPart.Valued => ",}"u8,
        ObjectPart.Closing => "}"u8,
        _ => "\""u8,
    };

    public static ObjectPlace Of(
        StateTable table, SchemaNormalizer schemas, ObjectState state, Frame parent, ObjectPart part, Blank blank) =>
        table.Intern(state, parent, blank, (int)part, () => new ObjectPlace(table, schemas, state, parent, part, blank));

    protected override SpacedState At(Blank blank) =>
        Of(StateTable, schemas, state, parent, part == ObjectPart.Valued ? ObjectPart.Closing : part, blank);

    protected override ParserState[] Leave(byte value)
    {
        switch (value)
        {
            case (byte)'}' when state.CanClose && part != ObjectPart.Separated:
                return parent.Completed;
            case (byte)',' when part == ObjectPart.Valued && state.CanContinue:
                return [Of(StateTable, schemas, state, parent, ObjectPart.Separated, StateTable.Whitespace.Separator)];
            case (byte)'"' when part is ObjectPart.Opened or ObjectPart.Separated:
                return Keys();
            default:
                return [];
        }
    }

    private ParserState[] Keys()
    {
        var keys = new List<ParserState>();
        if (state.Allowed.Next(0) >= 0)
            keys.Add(NamedKeyState.Of(StateTable, schemas, state, parent, state.Plan.Keys));
        for (var i = 0; i < state.OtherAllowed.Length; i++)
        {
            if (!state.OtherAllowed[i])
                continue;
            var start = state.OtherKeys(i)!;
            var name = -1 - i;
            keys.Add(state.CountsKeys
                ? TracedState.Begin(StateTable, start, text => ColonState.Behind(StateTable, schemas, state, parent, name, text))
                : OtherKeyState.Of(StateTable, schemas, state, parent, i, start));
        }

        return [.. keys];
    }
}
