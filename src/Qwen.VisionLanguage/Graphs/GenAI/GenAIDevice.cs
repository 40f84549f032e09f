using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>Where an application on ONNX Runtime GenAI runs.</summary>
/// <param name="Profile">What its graphs have to be like.</param>
/// <param name="Provider">Name of the provider in <c>genai_config.json</c>; null for the processor, which needs none.</param>
internal sealed record GenAIDevice(DeviceProfile Profile, string? Provider)
{
    /// <summary>End of the folder's name where no other is given.</summary>
    public string Suffix => Provider is null ? "" : $"-{Profile.Name}";

    /// <summary>The first device of a list; the processor where any will do.</summary>
    /// <exception cref="QwenException">There is no such device.</exception>
    public static GenAIDevice Parse(string names)
    {
        if (names.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return new GenAIDevice(DeviceProfile.OnnxCpu, null);
        var profile = DeviceProfile.Parse(names)[0];
        return new GenAIDevice(profile, profile.Name switch
        {
            "directml" => "dml",
            "cuda" or "webgpu" => profile.Name,
            _ => null,
        });
    }
}
