using System.Net;
using System.Net.Http.Headers;

namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>Sends GET requests to the hub: token, redirects, and every refusal as a sentence.</summary>
internal sealed class HubTransport(HttpClient http, Uri endpoint, string? token, TimeSpan stallTimeout)
{
    private const int MaxRedirects = 10;

    /// <summary>The server's answer, body not read yet: a success, or 416 for a range that it does not have.</summary>
    /// <exception cref="HubTransientException">Another attempt may succeed.</exception>
    /// <exception cref="QwenException">It will not.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        var current = address;
        for (var hops = 0; hops <= MaxRedirects; hops++)
        {
            var response = await SendAsync(current, from, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                if (!IsWebPage(response))
                    return response;
                response.Dispose();
                throw new QwenException(
                    $"{current.Host} sent a web page in place of {address}. Usually a proxy or a sign-in page of the network answers; "
                    + "open the address in a browser.");
            }

            using (response)
                current = Redirected(current, response) ?? throw Refused(address, response);
        }

        throw new QwenException($"{address} redirects more than {MaxRedirects} times. Check the endpoint's address.");
    }

    /// <summary>Reads a piece of a body; silence counts as a failed attempt.</summary>
    /// <exception cref="HubTransientException">The connection broke or the server fell silent.</exception>
    public Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
        => WithTimeout(token => body.ReadAsync(buffer, token).AsTask(), "The connection broke", cancellationToken);

    private Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancellationToken)
    {
        return WithTimeout(Send, $"{address.Host} cannot be reached", cancellationToken);

        async Task<HttpResponseMessage> Send(CancellationToken cancellation)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (!string.Equals(address.Host, endpoint.Host, StringComparison.OrdinalIgnoreCase))
                request.Options.Set(HubConnector.RedirectedFrom, endpoint.IdnHost);
            if (token is not null && IsEndpoint(address))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            if (from > 0)
                request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("qwenvl", null));
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<T> WithTimeout<T>(Func<CancellationToken, Task<T>> work, string what, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(stallTimeout);
        try
        {
            return await work(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HubTransientException($"{what}: no answer within {stallTimeout.TotalSeconds:0} seconds.", innerException: error);
        }
        catch (HttpRequestException error) when (error.InnerException is QwenException refused)
        {
            throw refused;
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new HubTransientException($"{what}: {error.Message.TrimEnd('.')}.", innerException: error);
        }
    }

    private bool IsEndpoint(Uri address) =>
        Uri.Compare(address, endpoint, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static bool IsWebPage(HttpResponseMessage response)
        => response.IsSuccessStatusCode && response.Content.Headers.ContentType?.MediaType is { } type
            && type.Equals("text/html", StringComparison.OrdinalIgnoreCase);

    private static Uri? Redirected(Uri from, HttpResponseMessage response)
    {
        if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            return null;
        var target = new Uri(from, location);
        var safe = target.Scheme == Uri.UriSchemeHttps || (target.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return safe ? target : throw new QwenException(
            $"{from.GetLeftPart(UriPartial.Path)} redirects to {target.Scheme}://{target.Host}, which is not encrypted. "
            + "Nothing was downloaded from there.");
    }

    // the hub says 401 for repositories that do not exist, too, unless a token is sent
    private Exception Refused(Uri address, HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        var known = token is null
            ? "No token was sent: set HF_TOKEN (or the option Token)"
            : "The token that was sent does not allow it: check HF_TOKEN (or the option Token)";
        switch (status)
        {
            case 401 or 403:
                return new QwenException(
                    $"{address} refuses access ({status}): the repository does not exist, is private, "
                    + $"or its terms have to be accepted on its page first. {known}.");
            case 404:
                return new QwenException($"{address} does not exist (404). Check the spelling of repository and revision.");
            case 408 or 429 or 500 or 502 or 503 or 504:
                return new HubTransientException(
                    $"{address.Host} answered {status} ({response.ReasonPhrase}) for {address.AbsolutePath}.", RetryAfter(response));
            default:
                return new QwenException($"{address} answered {status} ({response.ReasonPhrase}). Check the endpoint's address.");
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
        return wait is { } asked && asked < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
