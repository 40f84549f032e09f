namespace Qwen.VisionLanguage.Models;

/// <summary>Where a model's files came from.</summary>
/// <param name="Repository">Owner and name on the hub.</param>
/// <param name="Revision">Branch, tag or commit that was asked for.</param>
/// <param name="Commit">The commit that it stood for.</param>
/// <param name="Endpoint">Address of the hub.</param>
public sealed record ModelSource(string Repository, string Revision, string Commit, string Endpoint);
