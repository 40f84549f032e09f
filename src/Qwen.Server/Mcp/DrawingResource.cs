using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>Drawn pictures, read by the address that their tool gave.</summary>
internal sealed class DrawingResource(DrawingStore drawings) : McpServerResource
{
    /// <inheritdoc/>
    public override ResourceTemplate ProtocolResourceTemplate { get; } = new()
    {
        Name = "drawing",
        Title = "Drawn picture",
        Description = "A picture on which a tool drew what it found.",
        UriTemplate = $"{DrawingStore.Prefix}{{id}}",
        MimeType = "image/png",
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <inheritdoc/>
    public override bool IsMatch(string uri) => uri.StartsWith(DrawingStore.Prefix, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override ValueTask<ReadResourceResult> ReadAsync(
        RequestContext<ReadResourceRequestParams> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var address = request.Params!.Uri;
        try
        {
            var picture = drawings.Get(address);
            return ValueTask.FromResult(new ReadResourceResult
            {
                Contents = [BlobResourceContents.FromBytes(picture.Data, address, picture.MediaType)],
            });
        }
        catch (QwenException gone)
        {
            throw new McpProtocolException(gone.Message, McpErrorCode.InvalidParams);
        }
    }
}
