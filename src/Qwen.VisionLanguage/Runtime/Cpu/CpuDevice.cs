using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;
using Qwen.VisionLanguage.Runtime.Cpu.Pages;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>The processor with our own kernels: nothing of ONNX Runtime is loaded when it runs.</summary>
internal static class CpuDevice
{
    /// <summary>Packs the checkpoint where that was not done before, and maps it.</summary>
    /// <param name="checkpoint">The source.</param>
    /// <param name="form">The precision.</param>
    /// <param name="parentFolder">Folder for all forms of this checkpoint.</param>
    /// <param name="options">Threads, kernels, memory.</param>
    /// <param name="progress">Bytes written.</param>
    /// <param name="cancellationToken">Stops the packing.</param>
    /// <param name="observer">Sees what goes into each matrix of the decoder; null for nobody.</param>
    /// <returns>Encoder and decoder, which share the threads that the decoder owns: it is disposed last. And which kernels run, and
    /// why.</returns>
    /// <exception cref="QwenException">The disk, or the kernels that the environment asks for, do not allow it.</exception>
    public static (CpuVisionEncoder Encoder, CpuDecoder Decoder, string Kernels) Open(
        Checkpoint checkpoint, GraphForm form, string parentFolder, QwenModelOptions options, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken, Action<PackedEntry, Rows>? observer = null)
    {
        _ = Task.Run(VectorMath.Prepare, CancellationToken.None);
        var kernels = KernelFamily.Choose(options.Cpu?.Kernels);
        var placement = ThreadPlacement.Of(options.Cpu);
        var pages = KeyValuePages.Create(checkpoint.Config.Text, form.IsInteger, options);
        var plan = new WeightPlan(checkpoint, form.Precision);
        var (vision, text) = (new VisionWeights(plan), new DecoderWeights(plan));
        var folder = PackedConversion.Convert(checkpoint, form, vision.Layout, text.Layout, parentFolder, progress, cancellationToken);
        FormUse.Record(folder);
        progress?.Report(new QwenProgress("Loading", 0, 0));
        var machine = new CpuMachine(kernels, options.Threads, placement);
        try
        {
            var file = new PackedFile(Path.Combine(folder, PackedConversion.DecoderFile), text.Layout);
            var encoder = new CpuVisionEncoder(machine, OpenVision, vision, checkpoint.Config.Vision, options.Frequencies);
            var decoder = new CpuDecoder(machine, file, text, checkpoint.Config.Text, pages) { Observer = observer };
            return (encoder, decoder, $"{kernels.Name} ({kernels.Reason})");
        }
        catch
        {
            machine.Dispose();
            throw;
        }

        PackedFile OpenVision() => new(Path.Combine(folder, PackedConversion.VisionFile), vision.Layout);
    }
}
