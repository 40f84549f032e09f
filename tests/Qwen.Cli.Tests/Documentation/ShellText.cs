using System.Text;

namespace Qwen.Cli.Tests.Documentation;

/// <summary>Reads what a person would type into a POSIX shell: quotes, continued lines, pipes, redirections, comments.</summary>
internal static class ShellText
{
    /// <summary>The commands of a text, each as its words; assignments before a command and redirections are left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="hasPrompt">Whether commands follow <c>$ </c>, and other lines are what they print.</param>
    public static IReadOnlyList<string[]> ReadCommands(string text, bool hasPrompt)
    {
        var commands = new List<string[]>();
        var words = new List<string>();
        var word = new StringBuilder();
        var (quote, depth, isWord, isTarget) = ('\0', 0, false, false);
        var at = 0;
        if (hasPrompt)
            SkipToPrompt();
        while (at < text.Length)
        {
            var letter = text[at++];
            if (letter == '\\' && quote != '\'' && at < text.Length)
            {
                if (text[at] != '\n')
                    Add(text[at]);
                at++;
            }
            else if (depth > 0 || (letter == '$' && at < text.Length && text[at] == '(' && quote != '\''))
            {
                // what another command prints is one word whatever it is
                depth += letter == '(' ? 1 : letter == ')' ? -1 : 0;
                if (letter == '$')
                {
                    depth++;
                    at++;
                }

                Add('_');
            }
            else if (quote != '\0')
            {
                if (letter == quote)
                    quote = '\0';
                else
                    Add(letter);
            }
            else if (letter is '\'' or '"')
                (quote, isWord) = (letter, true);
            else if (letter == '#' && !isWord)
                at = text.IndexOf('\n', at) is >= 0 and var end ? end : text.Length;
            else if (letter is '>' or '<')
            {
                // a number in front says what is redirected
                if (word.ToString() is "1" or "2")
                    (isWord, _) = (false, word.Clear());
                EndWord();
                isTarget = true;
                while (at < text.Length && text[at] is '>' or '&' or ' ')
                    at++;
            }
            else if (letter is '\n' or '|' or ';' or '&')
            {
                EndCommand();
                if (letter == '\n' && hasPrompt)
                    SkipToPrompt();
            }
            else if (letter == ' ')
                EndWord();
            else
                Add(letter);
        }

        EndCommand();
        return commands;

        void Add(char letter)
        {
            word.Append(letter);
            isWord = true;
        }

        void EndWord()
        {
            var name = word.ToString().Split('=')[0];
            var isAssignment = words.Count == 0 && name.Length > 0 && name.Length < word.Length
                && name.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_');
            if (isWord && !isTarget && !isAssignment)
                words.Add(word.ToString());
            if (isWord)
                isTarget = false;
            word.Clear();
            isWord = false;
        }

        void EndCommand()
        {
            EndWord();
            if (words.Count > 0)
                commands.Add([.. words]);
            words = [];
        }

        void SkipToPrompt()
        {
            while (at < text.Length && !text.AsSpan(at).StartsWith("$ "))
                at = text.IndexOf('\n', at) is >= 0 and var end ? end + 1 : text.Length;
            at = Math.Min(text.Length, at + 2);
        }
    }
}
