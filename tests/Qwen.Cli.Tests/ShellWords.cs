using System.Text;

namespace Qwen.Cli.Tests;

/// <summary>
/// A line as a shell takes it apart: blanks part words, quotes hold them together, a backslash takes the next letter as it is.
/// </summary>
internal static class ShellWords
{
    /// <summary>The words before a redirection.</summary>
    public static IReadOnlyList<string> Read(string line)
    {
        List<string> words = [];
        StringBuilder? word = null;
        char? quote = null;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (letter == '\\' && quote != '\'' && i + 1 < line.Length)
                (word ??= new StringBuilder()).Append(line[++i]);
            else if (letter == quote)
                quote = null;
            else if (quote is null && (letter is '"' or '\''))
                (quote, word) = (letter, word ?? new StringBuilder());
            else if (quote is null && (letter is ' ' or '>'))
            {
                if (word is not null)
                    words.Add(word.ToString());
                word = null;
                if (letter == '>')
                    return words;
            }
            else
                (word ??= new StringBuilder()).Append(letter);
        }

        if (word is not null)
            words.Add(word.ToString());
        return words;
    }
}
