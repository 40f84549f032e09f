using System.Text.RegularExpressions;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Safety;

/// <summary>Finds and fills placeholders of secrets in text that is to be typed.</summary>
internal static partial class SecretPlaceholders
{
    /// <summary>Whether the action is a text that holds any.</summary>
    public static bool Occur(ScreenAction action) => action is TypeTextAction typed && Pattern().IsMatch(typed.Text);

    /// <summary>The values of all placeholders by name, or why one may not be typed.</summary>
    public static async ValueTask<(IReadOnlyDictionary<string, SecretText> Values, string? Problem)> FindAsync(
        string text, ISecretSource? source, ScreenPlace? place, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, SecretText>();
        foreach (Match match in Pattern().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (values.ContainsKey(name))
                continue;
            if (source is null || await AskAsync(source, name, place, cancellationToken).ConfigureAwait(false) is not { } value)
                return (values, $"There is no secret \"{name}\" for this place.");

            // what was judged is the placeholder: a value that presses keys was not
            if (value.Reveal().Any(char.IsControl) || Actions.TypedLines.FindProblem(value.Reveal()) is not null)
                return (values, $"The secret \"{name}\" holds a line end or another control character, and is not typed.");
            values.Add(name, value);
        }

        return (values, null);
    }

    /// <summary>The text with its placeholders filled.</summary>
    public static SecretText Fill(string text, IReadOnlyDictionary<string, SecretText> values) =>
        new(Pattern().Replace(text, match => values[match.Groups[1].Value].Reveal()));

    // what a source complains of may name what it holds
    private static async ValueTask<SecretText?> AskAsync(ISecretSource source, string name, ScreenPlace? place,
        CancellationToken cancellationToken)
    {
        try
        {
            return await source.FindAsync(name, place, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (Exception error)
        {
            throw new QwenException($"The source of secrets failed ({error.GetType().Name}).");
        }
    }

    [GeneratedRegex(@"\{\{secret:([A-Za-z0-9_.-]{1,64})\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
