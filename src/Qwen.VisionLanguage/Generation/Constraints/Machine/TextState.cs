using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Tokens;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Inside a JSON string that is a value.</summary>
internal sealed class TextState(Engine engine, LexState text, Frame frame) : ParserState(engine)
{
    public static TextState Of(Engine engine, LexState text, Frame frame) =>
        engine.Intern(text, frame, null, 0, () => new TextState(engine, text, frame));

    protected override ParserState[] Step(byte value)
    {
        if (value == '"' && text.AtCharacter)
            return text.Accepts ? frame.Completed : [];
        return text.Step(value) is { } next ? ReferenceEquals(next, text) ? [this] : [Of(Engine, next, frame)] : [];
    }

    protected override TokenRecipe MakeRecipe() => Recipes.OfText(Engine, text, frame.Completed);
}
