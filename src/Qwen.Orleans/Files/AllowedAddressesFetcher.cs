using System.Net;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.Network;
using Qwen.VisionLanguage;

namespace Qwen.Orleans;

/// <summary>
/// Fetches files below addresses that the host names, and nothing else: redirects are followed to such addresses only. Safe for concurrent
/// use.
/// </summary>
public sealed class AllowedAddressesFetcher : IMediaFetcher, IDisposable
{
    private const int MostRedirects = 5;

    private readonly HttpClient client;
    private readonly Uri[] allowed;
    private readonly long maxBytes;

    /// <summary>Makes a fetcher.</summary>
    /// <param name="allowed">
    /// Beginnings of addresses, such as <c>https://files.example/scans/</c>: scheme, host and port have to be the same, and the path to
    /// begin alike.
    /// </param>
    /// <param name="maxBytes">Most bytes of a file (256 MiB unless set).</param>
    /// <param name="timeout">Most time for a file; null for two minutes.</param>
    /// <param name="handler">How to connect, with redirects off; null for the usual way.</param>
    /// <exception cref="ArgumentException">One is no absolute address of http or https.</exception>
    public AllowedAddressesFetcher(
        IEnumerable<Uri> allowed, long maxBytes = 256L << 20, TimeSpan? timeout = null, HttpMessageHandler? handler = null)
    {
        ArgumentNullException.ThrowIfNull(allowed);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        this.allowed = [.. allowed];
        if (Array.Find(this.allowed, one => !one.IsAbsoluteUri || one.Scheme is not ("http" or "https")) is { } wrong)
            throw new ArgumentException($"'{wrong}' is no address of http or https.", nameof(allowed));
        this.maxBytes = maxBytes;
        var connector = NameConnector.Create();
        client = new HttpClient(handler ?? new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectCallback = async (context, token) =>
                await connector.OpenAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, token).ConfigureAwait(false),
        })
        {
            Timeout = timeout ?? TimeSpan.FromMinutes(2),
        };
    }

    /// <inheritdoc/>
    /// <exception cref="QwenException">The address is not allowed, or the file is not there or too large.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached, or fails for a while.</exception>
    public async Task<DataContent> FetchAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        for (var hop = 0; hop <= MostRedirects; hop++)
        {
            Require(address);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken)
                .ConfigureAwait(false);
            if ((int)response.StatusCode is >= 300 and < 400 && response.Headers.Location is { } next)
            {
                address = new Uri(address, next);
                continue;
            }

            // what the server will say again is the item's fault, all else may pass
            if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden)
                throw new QwenException($"'{Shown(address)}' cannot be had: the server answers {(int)response.StatusCode}.");
            response.EnsureSuccessStatusCode();
            return await ReadAsync(address, response, cancellationToken).ConfigureAwait(false);
        }

        throw new QwenException($"'{Shown(address)}' leads on more than {MostRedirects} times.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<DataContent> ReadAsync(Uri address, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
            throw TooLarge(address);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new MemoryStream();
            var buffer = new byte[81920];
            int read;
            while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length > maxBytes)
                    throw TooLarge(address);
            }

            var type = response.Content.Headers.ContentType?.MediaType ?? "application/octet-stream";
            return new DataContent(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), type);
        }
    }

    // a path that climbs is resolved by Uri before it is compared, but for what a server may read as a way up when it decodes it
    private void Require(Uri address)
    {
        if (address.UserInfo.Length > 0 || Climbs(address.AbsolutePath)
            || !Array.Exists(allowed, one => one.Scheme == address.Scheme && one.Host == address.Host && one.Port == address.Port
                && IsBelow(address.AbsolutePath, one.AbsolutePath)))
            throw new QwenException($"'{Shown(address)}' is not below an address that this silo may fetch from.");
    }

    // "/scans" holds "/scans/a" and "/scans", not "/scans-of-others"
    private static bool IsBelow(string path, string start) => path.StartsWith(start, StringComparison.Ordinal)
        && (start.EndsWith('/') || path.Length == start.Length || path[start.Length] == '/');

    private static bool Climbs(string path)
    {
        // decoded more than once where it was encoded more than once
        for (var round = 0; round < MostRedirects; round++)
        {
            if (path.Split('/', '\\').Contains(".."))
                return true;
            var decoded = Uri.UnescapeDataString(path);
            if (decoded == path)
                return false;
            path = decoded;
        }

        return true;
    }

    // results and logs keep what is said here: who asks and what was signed stays out
    private static string Shown(Uri address) => $"{address.Scheme}://{address.Authority}{address.AbsolutePath}";

    private QwenException TooLarge(Uri address) => new($"'{Shown(address)}' has more bytes than the limit of {maxBytes}.");
}
