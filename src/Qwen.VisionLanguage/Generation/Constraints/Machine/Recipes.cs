using Qwen.VisionLanguage.Generation.Constraints.Languages;

namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>Token sets of places inside a string: what stays inside does not depend on the context, what leaves it is filtered by it.</summary>
internal static class Recipes
{
    public static TokenRecipe OfText(Engine engine, LexState text, ParserState[] behind)
    {
        var inside = engine.Lexer.Inside(text, engine.Vocabulary);
        var closing = engine.Lexer.Closing(text, engine.Vocabulary);
        bool[][] allowed = [.. behind.Select(s => s.Rests)];
        var tokens = engine.Search();
        foreach (var rests in allowed)
        {
            foreach (var (rest, token) in closing)
            {
                if (rests[rest])
                    tokens.Add(token);
            }
        }

        return new TokenRecipe([inside], tokens.Found());
    }
}
