using System.Text.RegularExpressions;

namespace Qwen.Screens.Safety;

/// <summary>Finds and fills placeholders of secrets in text that is to be typed.</summary>
internal static partial class SecretPlaceholders
{
    /// <summary>Whether the action is a text that holds any.</summary>
    public static bool Occur(ScreenAction action) => action is TypeText typed && Pattern().IsMatch(typed.Text);

    /// <summary>The text with every placeholder filled; null, with the name of the first that could not be, where one could not.</summary>
    public static async ValueTask<(string? Text, string? Missing)> FillAsync(
        string text, ISecretSource? source, ScreenPlace? place, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        foreach (Match match in Pattern().Matches(text))
        {
            var name = match.Groups[1].Value;
            if (values.ContainsKey(name))
                continue;
            if (source is null || await source.FindAsync(name, place, cancellationToken).ConfigureAwait(false) is not { } value)
                return (null, name);
            values.Add(name, value);
        }

        return (Pattern().Replace(text, match => values[match.Groups[1].Value]), null);
    }

    [GeneratedRegex(@"\{\{secret:([A-Za-z0-9_.-]{1,64})\}\}", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
