using Qwen.VisionLanguage.Generation.Constraints.Languages;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Token sets of places inside a string: what stays inside does not depend on the context, what leaves it is filtered by it.</summary>
internal static class Recipes
{
    public static TokenRecipe OfText(Engine engine, LexState text, ParserState[] behind)
    {
        var inside = engine.Lexer.Inside(text, engine.Vocabulary);
        var tokens = new TokenWalk(engine.Vocabulary);
        foreach (var state in behind)
        {
            var rests = state.Rests;
            foreach (var (rest, token) in engine.Lexer.Closing(text, engine.Vocabulary))
            {
                if (rests[rest])
                    tokens.Add(token);
            }
        }

        return new TokenRecipe([inside], tokens.Found());
    }
}
