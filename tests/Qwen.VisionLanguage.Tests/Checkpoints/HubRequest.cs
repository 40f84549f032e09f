namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>A request as it arrived at <see cref="LoopbackServer"/>.</summary>
internal sealed record HubRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>First byte asked for; null for the whole file.</summary>
    public int? From => Headers.TryGetValue("Range", out var range) ? int.Parse(range["bytes=".Length..^1], null) : null;
}
