namespace Qwen.VisionLanguage.Profiles;

/// <summary>Models of the architecture that write no answers.</summary>
/// <param name="Match">Parts of their names, in lower case.</param>
/// <param name="Architectures">What their <c>config.json</c> calls them.</param>
/// <param name="What">What they are, for a sentence.</param>
internal sealed record RefusedModel(IReadOnlyList<string> Match, IReadOnlyList<string> Architectures, string What);
