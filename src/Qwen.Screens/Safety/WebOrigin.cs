using Qwen.VisionLanguage;

namespace Qwen.Screens;

/// <summary>
/// Scheme, host and port of a page: what a page is trusted by. The host is compared in its ASCII form (punycode), so that letters that
/// only look alike are different.
/// </summary>
/// <param name="Scheme">http or https.</param>
/// <param name="Host">The host in ASCII, in lower case.</param>
/// <param name="Port">The port.</param>
public sealed record WebOrigin(string Scheme, string Host, int Port)
{
    /// <summary>Reads an origin that a host of this program allows: "https://example.com".</summary>
    /// <exception cref="QwenException">It is not an origin of http or https, or has more than that.</exception>
    public static WebOrigin Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryRead(text, out var uri) is { } origin && uri.AbsolutePath == "/" && uri.Query.Length == 0 && uri.Fragment.Length == 0
            ? origin
            : throw new QwenException(
                $"'{text}' is no origin: give scheme and host, with a port where it is not the usual one, "
                + "for example https://example.com.");
    }

    /// <summary>
    /// The origin of an address as text; null where it is no address that may be judged: another scheme, a user name, characters that
    /// programs read differently.
    /// </summary>
    public static WebOrigin? TryRead(string text, out Uri address)
    {
        address = null!;
        if (text.Any(c => c is '\\' or '\u3002' or '\uFF0E' or '\uFF61' || char.IsControl(c) || char.IsWhiteSpace(c))
            || !Uri.TryCreate(text, UriKind.Absolute, out var read))
            return null;
        address = read;
        return Of(read);
    }

    /// <summary>The origin of an address; null where it has none that may be trusted.</summary>
    public static WebOrigin? Of(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttp && address.Scheme != Uri.UriSchemeHttps)
            || address.UserInfo.Length > 0 || address.IdnHost.Length == 0)
            return null;
        return new WebOrigin(address.Scheme, address.IdnHost.ToLowerInvariant(), address.Port);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Scheme}://{Host}:{Port}";
}
