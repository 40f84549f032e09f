using Microsoft.Extensions.AI;

namespace Qwen.Extensions.AI.Media;

/// <summary>Gets pictures and videos from network addresses. Without one, no request of this library leaves the machine.</summary>
/// <remarks>
/// Addresses may be chosen by whoever writes the conversation: an implementation decides which hosts are allowed, follows redirects only
/// to allowed hosts, and limits size and time. Must be safe for concurrent use.
/// </remarks>
public interface IMediaFetcher
{
    /// <summary>Fetches one medium.</summary>
    /// <param name="address">An absolute <c>http</c> or <c>https</c> address, as the caller gave it.</param>
    /// <param name="cancellationToken">Stops the transfer.</param>
    /// <returns>The bytes; their media type is only a hint, the bytes themselves decide.</returns>
    Task<DataContent> FetchAsync(Uri address, CancellationToken cancellationToken);
}
