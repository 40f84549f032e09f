using System.Globalization;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Turns a checkpoint into ONNX graphs with packed weights, tensor by tensor: memory stays at a few megabytes whatever the
/// checkpoint's size. A killed conversion goes on with the next unfinished file.
/// </summary>
internal static class Converter
{
    private static readonly string[] GraphNames = ["vision", "decoder"];

    /// <summary>Converts what is not converted yet.</summary>
    /// <param name="checkpoint">The source.</param>
    /// <param name="form">Which graphs are wanted.</param>
    /// <param name="parentFolder">Folder for all forms of this checkpoint; created where absent.</param>
    /// <param name="progress">Bytes written.</param>
    /// <param name="cancellationToken">Stops between two tensors; finished files stay.</param>
    /// <returns>The folder that holds the graphs of the form.</returns>
    /// <exception cref="QwenException">The folder cannot be written, or the disk is full.</exception>
    public static string Convert(
        Checkpoint checkpoint, GraphForm form, string parentFolder, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(parentFolder, form.FolderName);
        ConversionOutput.Complete(
            checkpoint, form.Precision, folder, Files(form),
            manifest => Write(checkpoint, form, folder, manifest, progress, cancellationToken), cancellationToken);
        return folder;
    }

    /// <summary>Names of the files of a form.</summary>
    public static IEnumerable<string> Files(GraphForm form)
        => DataFiles(form).Append(form.VisionFile).Append(form.DecoderFile);

    private static IEnumerable<string> DataFiles(GraphForm form)
        => from graph in GraphNames from file in Enum.GetValues<DataFile>() select form.DataFileName(graph, file);

    private static void Write(
        Checkpoint checkpoint, GraphForm form, string folder, ConversionManifest manifest,
        IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var plan = new WeightPlan(checkpoint, form.Precision) { Moments = MomentsFile.Read(folder, manifest) };
        var graphs = new (string Name, string File, GraphBuilder Graph)[]
        {
            ("vision", form.VisionFile, VisionGraph.Build(plan, form.Half, form.ExplicitVisionAttention)),
            ("decoder", form.DecoderFile, DecoderGraph.Build(plan, form.Half, form.Decoder)),
        };
        var work = (from graph in graphs
                    from file in Enum.GetValues<DataFile>()
                    let name = form.DataFileName(graph.Name, file)
                    where !manifest.Covers(folder, [name])
                    select (Name: name, graph.Graph, File: file, Length: GraphFile.DataLength(graph.Graph, file))).ToList();
        var total = work.Sum(item => item.Length);
        ConversionOutput.RequireSpace(folder, total);

        var done = 0L;
        foreach (var (name, graph, file, _) in work)
        {
            ConversionOutput.WriteWhole(folder, name, stream => GraphFile.WriteData(graph, file, stream, bytes =>
            {
                done += bytes;
                checkpoint.ReleasePages();
                progress?.Report(new QwenProgress(manifest.Stage, done, total));
            }, cancellationToken));
            manifest.Add(folder, name);
        }

        foreach (var (name, fileName, graph) in graphs)
        {
            if (manifest.Covers(folder, [fileName]))
                continue;
            ConversionOutput.WriteWhole(
                folder,
                fileName,
                stream => GraphFile.WriteModel(graph, file => form.DataFileName(name, file), Metadata(checkpoint), stream));
            manifest.Add(folder, fileName);
        }
    }

    private static Dictionary<string, string> Metadata(Checkpoint checkpoint) => new()
    {
        ["source"] = checkpoint.Fingerprint,
        ["converter"] = ConversionManifest.CurrentVersion.ToString(CultureInfo.InvariantCulture),
    };
}
