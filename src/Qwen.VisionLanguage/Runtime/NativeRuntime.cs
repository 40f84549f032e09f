using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>The native ONNX Runtime of this program, for reports on a machine.</summary>
public static class NativeRuntime
{
    /// <summary>Its version and the providers that it was built with: "1.24.0: CPUExecutionProvider".</summary>
    /// <exception cref="QwenException">The program has none, or one that does not fit.</exception>
    public static string Describe()
    {
        var providers = OnnxEnvironment.AvailableProviders();
        return $"{OrtEnv.Instance().GetVersionString()}: {string.Join(", ", providers)}";
    }
}
