using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Token sets of places inside a string: what stays inside does not depend on the context, what leaves it is filtered by it.
/// </summary>
internal static class Recipes
{
    public static TokenRecipe OfText(StateTable table, LexState text, ParserState[] behind)
    {
        var inside = table.Lexer.Inside(text, table.Vocabulary);
        var closing = table.Lexer.Closing(text, table.Vocabulary);
        var tokens = table.Search();
        foreach (var state in behind)
            tokens.Add(closing, state.Rests);
        return new TokenRecipe([inside], tokens.Found());
    }
}
