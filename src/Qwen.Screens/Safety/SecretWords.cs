namespace Qwen.Screens.Safety;

/// <summary>
/// Keeps values of secrets that were typed out of texts that come back from the screen: labels, addresses, titles, complaints.
/// </summary>
internal sealed class SecretWords
{
    private const string Cover = "(secret)";

    // shorter ones stand in other words by chance, and are covered only where they stand alone
    private const int ShortestInside = 4;

    private readonly Lock gate = new();
    private readonly HashSet<string> values = [];

    /// <summary>A value that was, or is about to be, typed.</summary>
    public void Add(SecretText secret)
    {
        var value = secret.Reveal();
        if (string.IsNullOrWhiteSpace(value))
            return;
        lock (gate)
        {
            var escaped = Uri.EscapeDataString(value);
            values.UnionWith([value, escaped, escaped.Replace("%20", "+", StringComparison.Ordinal)]);
        }
    }

    /// <summary>The text without them.</summary>
    public string? Clean(string? text)
    {
        if (text is null)
            return null;
        lock (gate)
        {
            foreach (var value in values.OrderByDescending(value => value.Length))
                text = Cut(text, value);
        }

        return text;
    }

    /// <summary>The control without them in its words.</summary>
    public ScreenControl? Clean(ScreenControl? control) =>
        control is null
            ? null
            : control with { Label = Clean(control.Label)!, Target = Clean(control.Target), Role = Clean(control.Role)! };

    /// <summary>The place without them; of an address that holds one, only the origin.</summary>
    public ScreenPlace? Clean(ScreenPlace? place)
    {
        if (place is null)
            return null;
        var address = place.Address is { IsAbsoluteUri: true } full && Holds(full)
            ? new Uri(full.GetLeftPart(UriPartial.Authority) + "/") : place.Address;
        return place with { Title = Clean(place.Title), Address = address };
    }

    private bool Holds(Uri address)
    {
        var (written, read) = (address.OriginalString, Uri.UnescapeDataString(address.OriginalString));
        return Clean(written) != written || Clean(read) != read;
    }

    private static string Cut(string text, string value)
    {
        var start = 0;
        while (start < text.Length && text.IndexOf(value, start, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            var end = at + value.Length;
            var isPart = (at > 0 && char.IsLetterOrDigit(text[at - 1])) || (end < text.Length && char.IsLetterOrDigit(text[end]));
            if (value.Length < ShortestInside && isPart)
            {
                start = at + 1;
                continue;
            }

            text = string.Concat(text.AsSpan(0, at), Cover, text.AsSpan(end));
            start = at + Cover.Length;
        }

        return text;
    }
}
