namespace Qwen.Screens.Browser;

/// <summary>
/// The one place that says what a browser may reach: scheme, host and port of an address, or of a tunnel. What asks for a page, what
/// carries the bytes and what judges where a page ended go by it alike, and what was refused is kept here. Thread-safe.
/// </summary>
internal sealed class OriginRules(IReadOnlyList<WebOrigin> origins)
{
    private const int MostRefused = 1000;

    private readonly List<string> refused = [];
    private readonly HashSet<string> known = [];

    /// <summary>The hosts that have to be found by name.</summary>
    public IEnumerable<string> Hosts => origins.Select(origin => origin.Host).Distinct();

    /// <summary>What was asked for and not given, in order, each once; at most a thousand.</summary>
    public IReadOnlyList<string> Refused
    {
        get
        {
            lock (refused)
                return [.. refused];
        }
    }

    /// <summary>Whether an address may be reached; sockets are reached where pages are.</summary>
    public bool Allows(string address) => Find(address) is not null;

    /// <summary>The allowed origin of an address; null where it is not allowed.</summary>
    public WebOrigin? Find(string address)
    {
        if (address.StartsWith("ws:", StringComparison.OrdinalIgnoreCase) || address.StartsWith("wss:", StringComparison.OrdinalIgnoreCase))
            address = string.Concat("http", address.AsSpan(2));
        return WebOrigin.TryRead(address, out _) is { } origin && origins.Contains(origin) ? origin : null;
    }

    /// <summary>The allowed origin that a tunnel leads to; null where there is none.</summary>
    /// <param name="target">Host and port.</param>
    /// <param name="isEncrypted">Whether TLS is spoken in it; null while nothing was said.</param>
    public WebOrigin? FindTunnel(string target, bool? isEncrypted) => origins.FirstOrDefault(origin =>
        string.Equals(target, $"{origin.Host}:{origin.Port}", StringComparison.OrdinalIgnoreCase)
        && (isEncrypted is null || isEncrypted == (origin.Scheme == Uri.UriSchemeHttps)));

    /// <summary>Notes that something was not given.</summary>
    public void Refuse(string address)
    {
        lock (refused)
        {
            // a page that asks again and again hides nothing by it
            if (refused.Count < MostRefused && known.Add(address))
                refused.Add(address);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", origins);
}
