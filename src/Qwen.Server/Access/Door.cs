using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Access;

/// <summary>
/// Decides before anything of a request is read: does it come by one of the server's names, from a page that may ask, with a key? Safe for
/// concurrent use.
/// </summary>
internal sealed class Door
{
    private readonly HashSet<string> hosts;
    private readonly HashSet<string> origins;
    private readonly byte[][] keys;

    /// <summary>Takes the host's lists as they are now.</summary>
    public Door(QwenServerOptions options)
    {
        hosts = new HashSet<string>(options.AllowedHosts, StringComparer.OrdinalIgnoreCase);
        origins = new HashSet<string>(options.AllowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);
        keys = [.. options.ApiKeys.Select(key => SHA256.HashData(Encoding.UTF8.GetBytes(key)))];
    }

    /// <summary>Whether a key is asked for.</summary>
    public bool WantsKey => keys.Length > 0;

    /// <summary>Checks name and origin; a page of another origin that may ask is told so in the answer's headers.</summary>
    /// <exception cref="RequestException">The request does not come in.</exception>
    public void CheckWay(HttpContext context)
    {
        var host = context.Request.Host;
        if (!hosts.Contains("*") && !hosts.Contains(host.Host.TrimEnd('.')))
        {
            throw new RequestException(
                403, "permission_error",
                $"This server is not called '{Shorten(host.Host)}': use one of its own names, or have its host allow this one.",
                code: "host_not_allowed");
        }

        var headers = context.Request.Headers;
        if (StringValues.IsNullOrEmpty(headers.Origin))
            return;
        var origin = headers.Origin.ToString();
        if (IsOwn(origin, host))
            return;
        if (!origins.Contains("*") && !origins.Contains(origin))
        {
            throw new RequestException(
                403, "permission_error", $"Pages of '{Shorten(origin)}' may not ask this server: its host has to allow that origin.",
                code: "origin_not_allowed");
        }

        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
    }

    /// <summary>Checks the key where there is one.</summary>
    /// <exception cref="RequestException">There is none, or a wrong one.</exception>
    public void CheckKey(HttpContext context)
    {
        if (!WantsKey)
            return;
        const string Scheme = "Bearer ";
        var given = context.Request.Headers.Authorization.ToString();
        if (!given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refuse(context, "No API key was sent: send it as 'Authorization: Bearer KEY'.");

        // digests of one length, all of them compared: the time tells nothing of a key
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(given[Scheme.Length..].Trim()));
        var known = false;
        foreach (var key in keys)
            known |= CryptographicOperations.FixedTimeEquals(key, digest);
        if (!known)
            throw Refuse(context, "The API key is wrong.");
    }

    private static RequestException Refuse(HttpContext context, string message)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return new RequestException(401, "invalid_request_error", message, code: "invalid_api_key");
    }

    // what a page of this server itself sends; a proxy in front may have ended the encryption, so the scheme does not count
    private static bool IsOwn(string origin, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && (string.Equals(uri.Authority, host.Value, StringComparison.OrdinalIgnoreCase)
            || string.Equals($"{uri.Host}:{uri.Port}", host.Value, StringComparison.OrdinalIgnoreCase));

    private static string Shorten(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
