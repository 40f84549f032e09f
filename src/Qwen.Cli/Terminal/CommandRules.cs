using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Qwen.Cli.Terminal;

/// <summary>
/// What holds for every option and argument of every command, whoever adds them: a value is of its type, one of its choices, and not
/// empty, and is looked at further only when it is.
/// </summary>
internal static class CommandRules
{
    /// <summary>Lays the rules on a command and everything below it; called once, when all of it is there.</summary>
    public static void Apply(Command command)
    {
        foreach (var option in command.Options)
            Apply(option);
        foreach (var argument in command.Arguments)
            Apply(argument);

        // what is said about several options together supposes that each of them can be read
        Guard(
            command.Validators,
            result => result.Children.Any(child => child switch
            {
                OptionResult option => FindMistake(option) is not null,
                ArgumentResult argument => HasEmpty(argument),
                _ => false,
            }));
        foreach (var below in command.Subcommands)
            Apply(below);
    }

    /// <summary>The words that an option takes; empty where any will do.</summary>
    public static IReadOnlyList<string> ChoicesOf(Option option)
    {
        var type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type.IsEnum)
            return [.. Enum.GetNames(type).Select(name => name.ToLowerInvariant())];
        return type == typeof(string) ? [.. option.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label)] : [];
    }

    /// <summary>What is wrong with an option whatever its command makes of it; null where nothing is.</summary>
    public static string? FindMistake(OptionResult result)
    {
        var option = result.Option;
        if (result.IdentifierTokenCount > 1 && option.Arity.MaximumNumberOfValues <= 1)
            return $"{option.Name} is given {result.IdentifierTokenCount} times.";
        if (!result.Implicit && option.Arity.MinimumNumberOfValues > 0 && result.Tokens.Count < Math.Max(1, result.IdentifierTokenCount))
            return $"{option.Name} needs a value.";
        return result.Tokens.Select(token => FindMistake(option, token.Value)).FirstOrDefault(found => found is not null);
    }

    private static string? FindMistake(Option option, string value)
    {
        if (NumberText.IsNumber(option))
            return NumberText.FindMistake(option, value);
        var choices = ChoicesOf(option);
        if (choices.Count > 0 && !choices.Contains(value, StringComparer.OrdinalIgnoreCase))
            return $"{option.Name} takes {List(choices)}; '{value}' is none of them.";
        return string.IsNullOrWhiteSpace(value) && option is not FreeTextOption ? $"{option.Name} has an empty value." : null;
    }

    private static void Apply(Option option)
    {
        if (option is HelpOption or VersionOption)
            return;
        NumberText.Install(option);
        Guard(option.Validators, result =>
        {
            if (FindMistake(result) is not { } mistake)
                return false;
            result.AddError(mistake);
            return true;
        });
    }

    private static void Apply(Argument argument) => Guard(argument.Validators, result =>
    {
        var isEmpty = HasEmpty(result);
        if (isEmpty)
            result.AddError($"{argument.Name} is empty.");
        return isEmpty;
    });

    private static bool HasEmpty(ArgumentResult result) => result.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value));

    // the rule first, and what else there is to say only where it finds nothing
    private static void Guard<T>(List<Action<T>> validators, Func<T, bool> findsMistake)
        where T : SymbolResult
    {
        Action<T>[] own = [.. validators];
        validators.Clear();
        validators.Add(result =>
        {
            if (findsMistake(result))
                return;
            foreach (var validator in own)
                validator(result);
        });
    }

    private static string List(IReadOnlyList<string> words) =>
        words.Count == 1 ? words[0] : $"{string.Join(", ", words.Take(words.Count - 1))} or {words[^1]}";
}
