using System.Text;

namespace Qwen.Constraints.Tests;

/// <summary>Writes texts of a grammar by choosing at random among the tokens that the mask allows.</summary>
internal static class RandomWalk
{
    /// <summary>
    /// One text. After <paramref name="patience"/> tokens it ends and closes wherever it may, so that it comes to an end.
    /// </summary>
    public static string Write(Grammar grammar, Random random, int patience, Action<GrammarConstraint, IReadOnlyList<int>>? visit = null)
    {
        var text = TryWrite(grammar, random, patience, visit);
        Assert.True(text is not null, "no end in sight");
        return text;
    }

    /// <summary>
    /// One text, or null where it takes more luck than there is (a long word that must occur somewhere) to come to an end.
    /// </summary>
    public static string? TryWrite(
        Grammar grammar, Random random, int patience, Action<GrammarConstraint, IReadOnlyList<int>>? visit = null)
    {
        var constraint = grammar.CreateConstraint();
        var written = new List<int>();
        var bytes = new List<byte>();
        while (true)
        {
            visit?.Invoke(constraint, written);
            var allowed = Enumerable.Range(0, ByteVocabulary.Tokens.Count).Where(constraint.Allows).ToArray();
            Assert.True(allowed.Length > 0, $"dead end behind: {Encoding.UTF8.GetString([.. bytes])}");
            Assert.Equal(constraint.MayEnd, constraint.Allows(ByteVocabulary.End));
            var choice = allowed[random.Next(allowed.Length)];
            if (written.Count > patience)
            {
                // inside a string its quote ends it, elsewhere a bracket closes most; now and then anything, so as not to go round in
                // circles
                var order = IsInString(bytes) ? "\"" : "}]</\",:";
                var closing = order.Select(c => (int)c).FirstOrDefault(allowed.Contains, -1);
                var plain = Array.FindAll(allowed, t => t < 128 && char.IsAsciiLetterOrDigit((char)t));
                choice = constraint.MayEnd ? ByteVocabulary.End
                    : random.Next(3) == 0 ? choice
                    : closing >= 0 ? closing
                    : plain.Length > 0 ? plain[random.Next(plain.Length)] : choice;
            }

            if (written.Count >= patience + 3000)
                return null;
            if (choice == ByteVocabulary.End)
                return Encoding.UTF8.GetString([.. bytes]);
            constraint.Accept(choice);
            written.Add(choice);
            bytes.AddRange(ByteVocabulary.Tokens[choice].Span);
        }
    }

    /// <summary>
    /// Up to so many tokens of an answer, each chosen among those that the mask allows, of which there always are some.
    /// </summary>
    /// <returns>The tokens that were allowed at each step.</returns>
    public static List<int[]> Follow(GrammarConstraint constraint, TokenVocabulary vocabulary, Random random, int tokens)
    {
        var masks = new List<int[]>();
        while (masks.Count < tokens)
        {
            int[] allowed = [.. Enumerable.Range(0, vocabulary.Size).Where(constraint.Allows)];
            Assert.NotEmpty(allowed);
            masks.Add(allowed);
            var token = allowed[random.Next(allowed.Length)];
            if (vocabulary.EndTokens.Contains(token))
                break;
            constraint.Accept(token);
        }

        return masks;
    }

    private static bool IsInString(List<byte> bytes)
    {
        var inside = false;
        for (var i = 0; i < bytes.Count; i++)
        {
            if (bytes[i] == '\\')
                i++;
            else if (bytes[i] == '"')
                inside = !inside;
        }

        return inside;
    }
}
