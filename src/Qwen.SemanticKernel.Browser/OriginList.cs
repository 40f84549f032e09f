using Qwen.VisionLanguage;

namespace Qwen.SemanticKernel.Browser;

/// <summary>Origins that may be reached: scheme, host in its ASCII form, port. Nothing is matched by its beginning or its end.</summary>
internal sealed class OriginList
{
    private readonly HashSet<string> origins;

    /// <summary>Takes the list.</summary>
    /// <exception cref="QwenException">An entry is no origin of the web, or says more than one.</exception>
    public OriginList(IEnumerable<Uri> allowed)
    {
        origins = [.. allowed.Select(Check).Select(Origin)];
        Hosts = [.. allowed.Select(uri => uri.IdnHost).Distinct()];
    }

    /// <summary>The hosts of the origins.</summary>
    public IReadOnlyList<string> Hosts { get; }

    /// <summary>Whether an address may be reached; one that carries a user's name may not, whatever follows it.</summary>
    public bool Allows(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && IsWeb(uri) && uri.UserInfo.Length == 0 && origins.Contains(Origin(uri));

    private static Uri Check(Uri uri) => uri.IsAbsoluteUri && IsWeb(uri) && uri.UserInfo.Length == 0 && uri.PathAndQuery == "/" && uri.Fragment.Length == 0
        ? uri
        : throw new QwenException($"'{uri}' is no origin. Name a scheme and a host, and a port where it is not the usual one: https://example.com.");

    // sockets are reached where pages are
    private static bool IsWeb(Uri uri) => uri.Scheme is "http" or "https" or "ws" or "wss";

    private static string Origin(Uri uri) =>
        $"{(uri.Scheme is "https" or "wss" ? "https" : "http")}://{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";
}
