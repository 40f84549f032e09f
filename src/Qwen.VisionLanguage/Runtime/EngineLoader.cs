using Microsoft.Extensions.Logging;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Runtime.Calibration;
using Qwen.VisionLanguage.Runtime.Cpu;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Chooses the device, converts the checkpoint for it, and opens the graphs; falls back in the order the caller gave.</summary>
internal static partial class EngineLoader
{
    private const string Advice = $"Other devices need an ONNX Runtime that was built with them: {OnnxFolder.Variable} names the folder of "
        + "its native library, or the application references its package. ";

    /// <summary>Opens an engine.</summary>
    /// <returns>The engine, and one sentence on why it runs where it runs.</returns>
    /// <exception cref="QwenException">No device of the list can be used.</exception>
    public static (InferenceEngine Engine, string Reason) Load(
        Checkpoint checkpoint, QwenModelOptions options, ILogger logger, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        // asked for by the first device that needs it: without a native library the others still run
        var providers = new Lazy<IReadOnlyCollection<string>>(OnnxEnvironment.AvailableProviders);
        var absences = new DeviceAbsences();
        foreach (var device in DeviceProfile.Parse(options.Device))
        {
            if (Absence(device, providers) is { } absence)
            {
                absences.AddMissing(device, absence);
                continue;
            }

            try
            {
                if (!device.IsProcessor && DeviceSelfTest.Check(device, cancellationToken) is { } wrong)
                    throw new QwenException(wrong + ".");
                var engine = Open(checkpoint, device, options, progress, cancellationToken);
                var reason = absences.IsEmpty
                    ? $"{device.Name} was asked for first."
                    : $"{device.Name} runs because {absences}.";
                reason = $"{reason}{KernelsOf(device, engine)}";
                LogDevice(logger, checkpoint.Folder, device.Name, reason);
                return (engine, reason);
            }
            catch (QwenException error) when (!device.IsProcessor)
            {
                LogFailure(logger, error, device.Name);
                absences.AddFailed(device, error.Message);
            }
        }

        throw new QwenException(
            $"No device of '{options.Device}' can run the model: {absences}. {(absences.AreOfLibrary ? Advice : "")}Add cpu to the list "
            + "to run on the processor then.");
    }

    /// <summary>What the device is when it is not there, as the end of a sentence after the verb; null when it is there.</summary>
    private static string? Absence(DeviceProfile device, Lazy<IReadOnlyCollection<string>> providers)
    {
        if (device.IsNative)
            return null;
        try
        {
            return providers.Value.Contains(device.ProviderId) ? null : DeviceAbsences.NotBuilt;
        }
        catch (QwenException error)
        {
            return $"out of reach ({error.Message.TrimEnd('.')})";
        }
    }

    /// <summary>Whose kernels the processor runs, as a sentence.</summary>
    private static string KernelsOf(DeviceProfile device, InferenceEngine engine)
    {
        if (engine.Kernels is { } kernels)
            return $" Its kernels are {kernels}.";
        return device.IsProcessor && AssembledKernels.TryGet(out var refusal) is null ? $" Its kernels are ONNX Runtime's: {refusal}." : "";
    }

    /// <summary>Opens an engine on one device.</summary>
    public static InferenceEngine Open(
        Checkpoint checkpoint, DeviceProfile device, QwenModelOptions options, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken, string? profilePrefix = null)
    {
        if (device.IsNative)
        {
            var packed = Form(checkpoint, device, options);
            var parent = options.ConvertedFolder ?? ConvertedFolder.Default(checkpoint, packed, PackedConversion.Files);
            Calibrator.Complete(checkpoint, packed, parent, options, progress, cancellationToken);
            var parts = CpuDevice.Open(checkpoint, packed, parent, options, progress, cancellationToken);
            return new InferenceEngine(checkpoint, device, parts.Encoder, parts.Decoder, options) { Kernels = parts.Kernels };
        }

        var (folder, form) = Convert(checkpoint, device, options, progress, cancellationToken);
        FormUse.Record(folder);
        progress?.Report(new QwenProgress("Loading", 0, 0));
        var (encoder, decoder) = OnnxDevice.Open(checkpoint, device, folder, form, options, profilePrefix);
        return new InferenceEngine(checkpoint, device, encoder, decoder, options);
    }

    /// <summary>Converts a checkpoint for a device where that was not done before.</summary>
    /// <returns>The folder of the converted files, and which of them the device runs.</returns>
    public static (string Folder, GraphForm Form) Convert(
        Checkpoint checkpoint, DeviceProfile device, QwenModelOptions options, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var form = Form(checkpoint, device, options);
        var parent = options.ConvertedFolder ?? ConvertedFolder.Default(checkpoint, form, Converter.Files(form));
        Calibrator.Complete(checkpoint, form, parent, options, progress, cancellationToken);
        return (Converter.Convert(checkpoint, form, parent, progress, cancellationToken), form);
    }

    private static GraphForm Form(Checkpoint checkpoint, DeviceProfile device, QwenModelOptions options)
        => new(GraphForm.Resolve(
            options.Precision, checkpoint.ParameterCount), device.Half, device.Decoder, device.ExplicitVisionAttention);

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "{Model} runs on {Device}: {Reason}")]
    private static partial void LogDevice(ILogger logger, string model, string device, string reason);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Device} cannot be used.")]
    private static partial void LogFailure(ILogger logger, Exception error, string device);
}
