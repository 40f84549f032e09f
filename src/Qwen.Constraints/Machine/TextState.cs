using Qwen.Constraints.Automata;
using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>Inside a JSON string that is a value.</summary>
internal sealed class TextState(StateTable table, LexState text, Frame frame) : ParserState(table)
{
    public static TextState Of(StateTable table, LexState text, Frame frame) =>
        table.Intern(text, frame, null, 0, () => new TextState(table, text, frame));

    public override bool TryWalk(TokenWalk walk, int node) => walk.TryAddText(node, text, Next((byte)'"'));

    public override void AddBytes(Span<bool> bytes)
    {
        text.AddBytes(bytes);
        bytes['"'] = true;
    }

    protected override ParserState[] Step(byte value)
    {
        if (value == '"' && text.AtCharacter)
            return text.Accepts ? frame.Completed : [];
        return text.Step(value) is { } next ? ReferenceEquals(next, text) ? [this] : [Of(StateTable, next, frame)] : [];
    }

    protected override TokenRecipe MakeRecipe() => Recipes.OfText(StateTable, text, frame.Completed);
}
