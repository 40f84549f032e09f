using Microsoft.ML.OnnxRuntime;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Sessions;

/// <summary>Opens small models from memory, with the settings that the product gives a device.</summary>
internal static class ProbeSession
{
    /// <summary>A session on the device, with profiling on.</summary>
    public static InferenceSession Open(DeviceProfile device, byte[] model)
    {
        using var options = new SessionOptions
        {
            EnableMemoryPattern = false,
            EnableProfiling = true,
            ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"probe-{Environment.ProcessId}"),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };

        // DirectML compiles a graph without run-time sizes into one node, which would hide from the profile what ran (and which
        // Wine's Direct3D does not survive); the product's graphs all have run-time sizes and are not compiled
        options.AddSessionConfigEntry("ep.dml.disable_graph_fusion", "1");
        options.AppendExecutionProvider(device.Provider!, new Dictionary<string, string>(device.ProviderOptions));
        return new InferenceSession(model, options);
    }

    /// <summary>The same model on the CPU without optimisation: what the device is compared with.</summary>
    public static InferenceSession OpenReference(byte[] model)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(model, options);
    }
}
