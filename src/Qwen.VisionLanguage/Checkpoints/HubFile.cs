namespace Qwen.VisionLanguage.Checkpoints;

/// <summary>One file of a repository, as the hub lists it.</summary>
/// <param name="Name">Plain file name.</param>
/// <param name="Size">Bytes; null where the listing does not say.</param>
/// <param name="Sha256">SHA-256 of a large file; null for others.</param>
/// <param name="GitId">Git's object id (SHA-1 over a header and the content) of a small file; null for others.</param>
internal sealed record HubFile(string Name, long? Size, string? Sha256, string? GitId)
{
    /// <summary>Whether the content can be checked.</summary>
    public bool HasHash => Sha256 is not null || (GitId is not null && Size is not null);
}
