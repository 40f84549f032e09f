namespace Qwen.Server;

/// <summary>Who may ask, how much may be asked, and how many are answered at a time.</summary>
/// <remarks>Set it before the endpoints are mapped and leave it alone afterwards: requests read it at any time.</remarks>
public sealed class QwenServerOptions
{
    /// <summary>
    /// Keys of which a request has to show one as <c>Authorization: Bearer KEY</c>. Empty: none is asked for, which suits a server that
    /// only this machine reaches.
    /// </summary>
    public IList<string> ApiKeys { get; set; } = [];

    /// <summary>
    /// Names that the <c>Host</c> header may have, without a port. The names of this machine for itself unless set, so that no page of a
    /// foreign site reaches the server by a name of its own that leads here; <c>*</c> for any.
    /// </summary>
    public IList<string> AllowedHosts { get; set; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// Origins of pages that may ask besides the server's own, such as <c>https://app.example</c>. None unless set; <c>*</c> for any.
    /// </summary>
    public IList<string> AllowedOrigins { get; set; } = [];

    /// <summary>Most bytes of a request's body; pictures and videos are inside of it.</summary>
    public long MaxBodyBytes { get; set; } = 64L << 20;

    /// <summary>Most pictures, videos and files in one request.</summary>
    public int MaxMedia { get; set; } = 64;

    /// <summary>Most pages of a PDF file; each reaches the model as a picture.</summary>
    public int MaxPdfPages { get; set; } = 20;

    /// <summary>
    /// Whether <c>file:</c> and <c>http(s):</c> addresses of media reach the client, which reads them as its own options allow. Off: media
    /// come as data URIs only.
    /// </summary>
    public bool PassMediaAddresses { get; set; }

    /// <summary>Requests that are answered at a time; the others wait in the order they came.</summary>
    public int MaxConcurrentRequests { get; set; } = 4;

    /// <summary>Requests that may wait; one more is sent away with 429 and <c>Retry-After</c>.</summary>
    public int MaxWaitingRequests { get; set; } = 32;

    /// <summary>Longest time of a request, waiting included; <see cref="Timeout.InfiniteTimeSpan"/> for no limit.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromMinutes(10);
}
