using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>
/// Packs a checkpoint for the kernels, once: two files beside the graphs of the same precision. A killed conversion goes on with the next
/// unfinished file.
/// </summary>
internal static class PackedConversion
{
    public const string VisionFile = "vision.packed.bin";
    public const string DecoderFile = "decoder.packed.bin";

    /// <summary>Names of both files.</summary>
    public static readonly string[] Files = [VisionFile, DecoderFile];

    /// <summary>Writes what is not there yet.</summary>
    /// <param name="checkpoint">The source.</param>
    /// <param name="form">The precision and where it goes.</param>
    /// <param name="vision">What the encoder's file holds.</param>
    /// <param name="decoder">What the decoder's file holds.</param>
    /// <param name="parentFolder">Folder for all forms of this checkpoint; created where absent.</param>
    /// <param name="progress">Bytes written.</param>
    /// <param name="cancellationToken">Stops between two pieces of a matrix; finished files stay.</param>
    /// <returns>The folder that holds both files.</returns>
    /// <exception cref="QwenException">The folder cannot be written, or the disk is full.</exception>
    public static string Convert(
        Checkpoint checkpoint, GraphForm form, PackedLayout vision, PackedLayout decoder, string parentFolder,
        IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(parentFolder, form.FolderName);
        ConversionOutput.Complete(checkpoint, form.Precision, folder, Files, Write, cancellationToken);
        return folder;

        void Write(ConversionManifest manifest)
        {
            var work = new[] { (Name: VisionFile, Layout: vision), (Name: DecoderFile, Layout: decoder) }
                .Where(file => !manifest.Covers(folder, [file.Name])).ToList();
            decoder.Plan.Moments = MomentsFile.Read(folder, manifest);
            var (done, total) = (0L, work.Sum(file => file.Layout.Length));
            ConversionOutput.RequireSpace(folder, total);
            foreach (var (name, layout) in work)
            {
                ConversionOutput.WriteWhole(folder, name, stream => PackedWriter.Write(layout, stream, bytes =>
                {
                    done += bytes;
                    checkpoint.ReleasePages();
                    progress?.Report(new QwenProgress(manifest.Stage, done, total));
                }, cancellationToken));
                manifest.Add(folder, name);
            }
        }
    }
}
