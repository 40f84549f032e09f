using Microsoft.ML.OnnxRuntime;

namespace Qwen.Devices.Tests.Sessions;

/// <summary>A device under test: how its sessions are made and what its provider is called.</summary>
/// <param name="Name">Name in the product: <c>directml</c> or <c>webgpu</c>.</param>
/// <param name="Provider">Name in ONNX Runtime's profile.</param>
/// <param name="Memory">Name of its memory, for buffers that stay on it.</param>
internal sealed record Device(string Name, string Provider, string Memory)
{
    /// <summary>The device of a name.</summary>
    public static Device Parse(string name) => name switch
    {
        "directml" => new(name, "DmlExecutionProvider", "DML"),
        "webgpu" => new(name, "WebGpuExecutionProvider", "WebGPU_Buffer"),
        _ => throw new ArgumentException($"'{name}' is not a device under test: directml or webgpu."),
    };

    /// <summary>A session on the device, with profiling on.</summary>
    public InferenceSession Open(byte[] model)
    {
        using var options = new SessionOptions
        {
            EnableMemoryPattern = false,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            EnableProfiling = true,
            ProfileOutputPathPrefix = Path.Combine(Path.GetTempPath(), $"device-{Environment.ProcessId}"),
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        foreach (var e in (Environment.GetEnvironmentVariable("CFG") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)) options.AddSessionConfigEntry(e.Split('=')[0], e.Split('=')[1]);
        if (Environment.GetEnvironmentVariable("OPT") is { } o) options.GraphOptimizationLevel = (GraphOptimizationLevel)int.Parse(o);
        if (Name == "directml")
            options.AppendExecutionProvider("DML", new() { ["device_id"] = "0" });
        else
            options.AppendExecutionProvider("WebGPU", []);
        return new(model, options);
    }

    /// <summary>The same model on the CPU without any optimisation: what the device is compared with.</summary>
    public static InferenceSession OpenReference(byte[] model)
    {
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new(model, options);
    }
}
