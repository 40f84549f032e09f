using Google.Protobuf;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs.Onnx;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.Devices.Tests.Models;

/// <summary>The CPU's engine with exact arithmetic on the stored weights.</summary>
/// <remarks>
/// The product lets the CPU round activations to 8 bits where weights are integers (accuracy level 4), a difference larger than
/// a device's rounding. The reference here runs the same graphs with level 0, fp32 throughout.
/// </remarks>
internal static class ExactReference
{
    /// <summary>Converts for the CPU and opens the graphs.</summary>
    public static InferenceEngine Open(Checkpoint checkpoint, QwenPrecision precision, string parentFolder)
    {
        var device = DeviceProfile.OnnxCpu;
        var options = new QwenModelOptions { Precision = precision, ConvertedFolder = parentFolder, PrefixCacheEntries = 0 };
        var (folder, form) = EngineLoader.Convert(checkpoint, device, options, progress: null, CancellationToken.None);
        var sessions = new SessionFactory(device, threads: 2);
        return new InferenceEngine(
            checkpoint, device,
            new OnnxVisionEncoder(
                () => sessions.Open(WithoutRounding(folder, form.VisionFile)), device, checkpoint.Config.Vision, options.Frequencies),
            new OnnxDecoder(sessions.Open(WithoutRounding(folder, form.DecoderFile)), device, checkpoint.Config.Text),
            options);
    }

    /// <summary>Writes a graph with level 0 beside the original, whose data files it shares.</summary>
    private static string WithoutRounding(string folder, string file)
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(folder, file)));
        foreach (var level in model.Graph.Node.SelectMany(node => node.Attribute).Where(a => a.Name == "accuracy_level"))
            level.I = 0;
        var path = Path.Combine(folder, "exact." + file);
        File.WriteAllBytes(path, model.ToByteArray());
        return path;
    }
}
