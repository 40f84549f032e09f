using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Serving;

/// <summary>Reads a whole body that is not larger than allowed.</summary>
internal static class BodyReader
{
    private const int FirstBuffer = 64 << 10;

    /// <summary>The bytes.</summary>
    /// <exception cref="RequestException">They are too many.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext context, long limit, CancellationToken cancellationToken)
    {
        limit = Math.Min(limit, Array.MaxLength - 1);

        // counted here, so that the connection lives long enough for its client to read the refusal
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        if (context.Request.ContentLength > limit)
            throw TooLarge(limit);

        // what is announced is not set aside at once: it need not come
        var buffer = new byte[(int)Math.Min(context.Request.ContentLength + 1 ?? FirstBuffer, FirstBuffer)];
        var length = 0;
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (read == 0)
                return buffer.AsMemory(0, length);
            length += read;
            if (length > limit)
                throw TooLarge(limit);
            if (length == buffer.Length)
                Array.Resize(ref buffer, (int)Math.Min(2L * length, limit + 1));
        }
    }

    private static RequestException TooLarge(long limit) => new(
        413, "invalid_request_error", $"The body is larger than {limit} bytes: send smaller pictures, or fewer.",
        code: "request_too_large");
}
