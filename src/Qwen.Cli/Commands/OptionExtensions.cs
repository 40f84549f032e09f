using System.CommandLine;

namespace Qwen.Cli.Commands;

/// <summary>Limits on what options and arguments take.</summary>
internal static class OptionExtensions
{
    /// <summary>Refuses smaller values.</summary>
    public static void AtLeast(this Option<int> option, int minimum) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < minimum)
            result.AddError($"{option.Name} must be at least {minimum}.");
    });

    /// <summary>
    /// Refuses words that start as an option does: free text and file names would else swallow an option that is not known.
    /// </summary>
    public static void RefuseOptions(this Argument argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
            result.AddError($"'{unknown.Value}' is no option of this command.");
    });
}
