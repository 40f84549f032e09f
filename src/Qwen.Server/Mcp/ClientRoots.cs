using ModelContextProtocol;
using ModelContextProtocol.Server;
using Qwen.VisionLanguage;

namespace Qwen.Server.Mcp;

/// <summary>Folders that a client lists as its roots.</summary>
internal static class ClientRoots
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The folders; none where the client lists none, or does not answer.</summary>
    /// <param name="server">The server as this request knows it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<IReadOnlyList<string>> ListAsync(McpServer server, CancellationToken cancellationToken)
    {
        // MCP9005: roots are on their way out of the protocol; until they are gone, clients name their folders by them and by nothing else
#pragma warning disable MCP9005
        if (server.ClientCapabilities?.Roots is null)
            return [];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var listed = await server.RequestRootsAsync(new(), patience.Token).ConfigureAwait(false);
            return [.. listed.Roots.Select(root => ToFolder(root.Uri)).OfType<string>()];
        }
        catch (Exception error) when (error is McpException or InvalidOperationException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return [];
        }
#pragma warning restore MCP9005
    }

    // a root may also be on another machine, gone, or no file at all
    private static string? ToFolder(string root)
    {
        if (!Uri.TryCreate(root, UriKind.Absolute, out var address) || !address.IsFile || address.IsUnc)
            return null;
        try
        {
            return Directory.Exists(address.LocalPath) ? Path.GetFullPath(address.LocalPath) : null;
        }
        catch (Exception error) when (error is ArgumentException or IOException or QwenException)
        {
            return null;
        }
    }
}
