using Microsoft.ML.OnnxRuntime;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Opens graphs on a device.</summary>
/// <param name="device">The device.</param>
/// <param name="threads">Threads of the CPU's own kernels; null for one per physical core.</param>
/// <param name="profilePrefix">Where the runtime writes a profile of every node, for tests and measurements; null for none.</param>
internal sealed class SessionFactory(DeviceProfile device, int? threads, string? profilePrefix = null)
{
    /// <summary>Loads a graph; weights are mapped from its data files.</summary>
    /// <param name="path">The graph's file.</param>
    /// <param name="keepsMemory">
    /// Whether host memory of a run is kept for the next one: right for many small runs; a run over a large picture would hold
    /// on to a gigabyte.
    /// </param>
    /// <exception cref="QwenException">The device or the graph cannot be used; the message is the runtime's reason.</exception>
    public InferenceSession Open(string path, bool keepsMemory = true)
    {
        using var options = new SessionOptions
        {
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
            EnableCpuMemArena = keepsMemory,
        };
        if (threads is { } count)
            options.IntraOpNumThreads = count;
        if (profilePrefix is not null)
        {
            options.ProfileOutputPathPrefix = profilePrefix + Path.GetFileNameWithoutExtension(path);
            options.EnableProfiling = true;
        }

        OnnxLog.Clear();
        try
        {
            AddProvider(options);
            var session = new InferenceSession(path, options);
            MappedPages.ReleaseFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
            return session;
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            throw new QwenException(
                $"{Path.GetFileName(path)} could not be opened on {device.Name}: {OnnxLog.Explain(error.Message)}", error);
        }
    }

    private void AddProvider(SessionOptions options)
    {
        if (device.Name == DeviceProfile.DirectML.Name)
            options.EnableMemoryPattern = false; // the provider asks for it
        if (device.Name == DeviceProfile.Cuda.Name)
            options.AppendExecutionProvider_CUDA();
        else if (device.Provider is { } provider)
            options.AppendExecutionProvider(provider, new Dictionary<string, string>(device.ProviderOptions));
    }
}
