using System.CommandLine;
using System.CommandLine.Parsing;

namespace Qwen.Cli.Terminal;

/// <summary>What is wrong with a command line: one sentence for each option or argument that it is wrong about.</summary>
internal static class UsageMistakes
{
    /// <summary>The sentences; none when the line is right.</summary>
    /// <param name="parsed">The line as it was read.</param>
    /// <param name="args">Its words.</param>
    public static IReadOnlyList<string> Find(ParseResult parsed, IReadOnlyList<string> args)
    {
        var told = new HashSet<Symbol>();
        List<string> sentences = [];
        var strays = FindStrayValues(parsed, args).ToList();
        sentences.AddRange(strays);
        foreach (var error in parsed.Errors)
        {
            var option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
            var symbol = option?.Option ?? (Symbol?)(error.SymbolResult as ArgumentResult)?.Argument;
            if (symbol is null && parsed.UnmatchedTokens is [var unknown, ..])
            {
                // what follows an unknown word is its value more often than a second mistake
                if (strays.Count == 0 && told.Add(parsed.CommandResult.Command))
                    sentences.Add(DescribeUnknown(parsed.CommandResult, unknown));
                continue;
            }

            if (symbol is null ? strays.Count > 0 : !told.Add(symbol))
                continue;
            var sentence = option is not null && CommandRules.FindMistake(option) is { } mistake
                ? mistake
                : string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            sentences.Add(option is null || sentence.Contains(option.Option.Name, StringComparison.Ordinal)
                ? sentence
                : $"{option.Option.Name}: {sentence}");
        }

        return sentences;
    }

    /// <summary>The command as it is typed, with those that it stands below.</summary>
    public static string PathOf(CommandResult result)
    {
        var above = result.Parent is CommandResult parent ? PathOf(parent) + " " : "";
        return result.Command is RootCommand ? "qwenvl" : above + result.Command.Name;
    }

    private static string DescribeUnknown(CommandResult result, string word)
    {
        var kind = word.StartsWith('-') ? "option" : result.Command.Subcommands.Count > 0 ? "command" : "argument";
        return $"'{word}' is no {kind} of '{PathOf(result)}'.";
    }

    // "--json=x" would be a switch and a file named x
    private static IEnumerable<string> FindStrayValues(ParseResult parsed, IReadOnlyList<string> args)
    {
        var switches = new HashSet<string>(StringComparer.Ordinal);
        for (SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            if (result is CommandResult { Command: var command })
                switches.UnionWith(command.Options.OfType<Option<bool>>().SelectMany(option => option.Aliases.Prepend(option.Name)));
        }

        foreach (var word in args.TakeWhile(word => word != "--"))
        {
            var cut = word.IndexOfAny(['=', ':']);
            if (cut > 0 && switches.Contains(word[..cut]) && !bool.TryParse(word[(cut + 1)..], out _))
                yield return $"{word[..cut]} takes no value: leave '{word[cut..]}' out.";
        }
    }
}
