using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Devices that run graphs. Apart from the loader, so that where our own kernels run not even ONNX Runtime's assembly is loaded.
/// </summary>
internal static class OnnxDevice
{
    /// <summary>Opens the graphs of a converted checkpoint.</summary>
    public static (VisionEncoder Encoder, Decoder Decoder) Open(
        Checkpoint checkpoint, DeviceProfile device, string folder, GraphForm form, QwenModelOptions options, string? profilePrefix)
    {
        var sessions = new SessionFactory(device, options.Threads, profilePrefix);
        var encoder = new OnnxVisionEncoder(
            () => sessions.Open(Path.Combine(folder, form.VisionFile), keepsMemory: false), device, checkpoint.Config.Vision,
            options.Frequencies);
        try
        {
            if (!device.IsProcessor)
                encoder.Open(); // a device that cannot run it is passed over while there is a choice
            return (encoder, new OnnxDecoder(sessions.Open(Path.Combine(folder, form.DecoderFile)), device, checkpoint.Config.Text));
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }
}
