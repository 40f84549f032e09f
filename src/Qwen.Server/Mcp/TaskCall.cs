namespace Qwen.Server.Mcp;

/// <summary>What one call of a tool has of its own.</summary>
/// <param name="Roots">Folders that its client opens besides those of the host.</param>
/// <param name="Progress">Who is told how far it is; null for nobody.</param>
internal sealed record TaskCall(IReadOnlyList<string> Roots, CallProgress? Progress)
{
    /// <summary>No call: to list functions.</summary>
    public static TaskCall None { get; } = new([], null);
}
