using System.CommandLine;
using System.CommandLine.Parsing;
using System.Numerics;

namespace Qwen.Cli.Commands;

/// <summary>Limits on what options and arguments take.</summary>
internal static class OptionExtensions
{
    /// <summary>Refuses smaller and larger values.</summary>
    public static void Between<T>(this Option<T> option, T minimum, T maximum)
        where T : struct, INumber<T> => option.Validators.Add(result => Check(result, result.GetValueOrDefault<T>(), minimum, maximum));

    /// <inheritdoc cref="Between{T}(Option{T}, T, T)"/>
    public static void Between<T>(this Option<T?> option, T minimum, T maximum)
        where T : struct, INumber<T> => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T?>() is { } value)
            Check(result, value, minimum, maximum);
    });

    /// <summary>Refuses smaller values.</summary>
    public static void AtLeast(this Option<int> option, int minimum) => option.Between(minimum, int.MaxValue);

    /// <inheritdoc cref="AtLeast(Option{int}, int)"/>
    public static void AtLeast(this Option<int?> option, int minimum) => option.Between(minimum, int.MaxValue);

    /// <summary>Refuses values that something is wrong with.</summary>
    /// <param name="option">The option.</param>
    /// <param name="findMistake">What is wrong with a value, in a sentence; null where nothing is.</param>
    public static void Refuse(this Option option, Func<string, string?> findMistake) => option.Validators.Add(result =>
    {
        if (result.Tokens.Select(token => findMistake(token.Value)).FirstOrDefault(found => found is not null) is { } mistake)
            result.AddError($"{option.Name}: {mistake}");
    });

    /// <summary>
    /// Refuses words that start as an option does: free text and file names would else swallow an option that is not known.
    /// </summary>
    public static void RefuseOptions(this Argument argument) => argument.Validators.Add(result =>
    {
        if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
            result.AddError($"'{unknown.Value}' is no option of this command.");
    });

    private static void Check<T>(OptionResult result, T value, T minimum, T maximum)
        where T : struct, INumber<T>
    {
        if (value < minimum)
            result.AddError(FormattableString.Invariant($"{result.Option.Name} must be at least {minimum}; {value} is less."));
        else if (value > maximum)
            result.AddError(FormattableString.Invariant($"{result.Option.Name} must be at most {maximum}; {value} is more."));
    }
}
