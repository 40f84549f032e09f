using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Between the parts of an object.</summary>
internal sealed class ObjectPlace(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, ObjectPart part, Blank blank)
    : SpacedState(engine, blank)
{
    protected override ReadOnlySpan<byte> Marks => part switch
    {
        ObjectPart.Opened => "\"}"u8,
        ObjectPart.Valued => ",}"u8,
        ObjectPart.Closing => "}"u8,
        _ => "\""u8,
    };

    public static ObjectPlace Of(Engine engine, SchemaNormalizer schemas, ObjectState state, Frame parent, ObjectPart part, Blank blank) =>
        engine.Intern(state, parent, blank, (int)part, () => new ObjectPlace(engine, schemas, state, parent, part, blank));

    protected override SpacedState At(Blank blank) =>
        Of(Engine, schemas, state, parent, part == ObjectPart.Valued ? ObjectPart.Closing : part, blank);

    protected override ParserState[] Leave(byte value)
    {
        switch (value)
        {
            case (byte)'}' when state.CanClose && part != ObjectPart.Separated:
                return parent.Completed;
            case (byte)',' when part == ObjectPart.Valued && state.CanContinue:
                return [Of(Engine, schemas, state, parent, ObjectPart.Separated, Engine.Whitespace.Separator)];
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
            keys.Add(NamedKeyState.Of(Engine, schemas, state, parent, state.Plan.Keys));
        for (var i = 0; i < state.OtherAllowed.Length; i++)
        {
            if (!state.OtherAllowed[i])
                continue;
            var start = state.OtherKeys(i)!;
            var name = -1 - i;
            keys.Add(state.Plan.CountsKeys
                ? TracedState.Begin(Engine, start, text => ColonState.Behind(Engine, schemas, state, parent, name, text))
                : OtherKeyState.Of(Engine, schemas, state, parent, i, start));
        }

        return [.. keys];
    }
}
