using System.Text.Json.Serialization;

namespace Qwen.VisionLanguage.Profiles;

/// <summary>Profiles as JSON: keys in snake case, and none that nobody knows.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ProfileList))]
internal sealed partial class ProfileJson : JsonSerializerContext;
