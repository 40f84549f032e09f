namespace Qwen.VisionLanguage.Profiles;

/// <summary>The embedded file.</summary>
/// <param name="Profiles">Known profiles, Qwen2.5-VL's first.</param>
/// <param name="Refused">Models that are refused by name.</param>
internal sealed record ProfileList(IReadOnlyList<QwenProfile> Profiles, IReadOnlyList<RefusedModel> Refused);
