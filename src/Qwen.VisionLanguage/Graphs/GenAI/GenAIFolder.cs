using System.Text;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Profiles;
using Qwen.VisionLanguage.Runtime.Calibration;

namespace Qwen.VisionLanguage.Graphs.GenAI;

/// <summary>A checkpoint in the form that applications on ONNX Runtime GenAI load.</summary>
public static class GenAIFolder
{
    private const string Vision = "vision.onnx";
    private const string Embedding = "embedding.onnx";
    private const string Decoder = "decoder.onnx";

    /// <summary>Says for which device the files are: names and manifest are the same for all.</summary>
    private const string DeviceFile = "device.txt";

    /// <summary>What such applications cannot do although the model can, a sentence each.</summary>
    public static IReadOnlyList<string> Limits { get; } =
    [
        "No videos: only pictures are passed on.",
        "What EXIF data say and what becomes of transparency is up to GenAI; here a picture is turned upright and put on white.",
        "Beam search and a picture do not go together.",
        "A side that lies halfway between two multiples of the model's unit is rounded up, here to the even one.",
        "Text alone goes through the processor too (ProcessImages with no pictures): a generator without its inputs ends the process.",
        "Pictures come with the first prompt of a generator; what is appended later is text.",
    ];

    /// <summary>Writes encoder, embedding, decoder, <c>genai_config.json</c> and the processor's files.</summary>
    /// <param name="checkpointFolder">A checkpoint, or the name of one in the user's <see cref="ModelHome"/>.</param>
    /// <param name="folder">
    /// Where to; made where absent, refused where it holds other things. Null for <c>.qwenvl/genai-PRECISION</c> inside the checkpoint's
    /// own folder, or where that cannot be written, inside the user's local data.
    /// </param>
    /// <param name="options">
    /// <see cref="QwenModelOptions.Precision"/>, <see cref="QwenModelOptions.Adapter"/>, <see cref="QwenModelOptions.Calibrate"/> and
    /// <see cref="QwenModelOptions.CalibrationFolder"/> as in a load.
    /// <see cref="QwenModelOptions.Device"/> is where the application will run: <c>auto</c> stands for the processor here, and
    /// <c>directml</c> and <c>cuda</c> take fp16.
    /// </param>
    /// <param name="progress">Pictures seen while calibrating, and bytes written.</param>
    /// <param name="cancellationToken">Stops between two tensors; finished files stay and are not written again.</param>
    /// <returns>Full path of the folder.</returns>
    /// <exception cref="QwenException">The checkpoint, the folder or the disk does not allow it.</exception>
    /// <remarks>
    /// Blocks the calling thread. A folder that is complete is left as it is; <c>genai_config.json</c> is written last, so that nobody
    /// loads half a model.
    /// </remarks>
    public static string Write(
        string checkpointFolder, string? folder = null, QwenModelOptions? options = null, IProgress<QwenProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(checkpointFolder);
        options ??= new QwenModelOptions();
        var device = GenAIDevice.Parse(options.Device);
        checkpointFolder = ModelHome.Resolve(checkpointFolder);
        _ = ProfileChooser.Choose(checkpointFolder, options.Adapter, options.Profile); // an embedder has no use there either
        using var checkpoint = Checkpoint.Open(checkpointFolder, options.Adapter);
        var precision = GraphForm.Resolve(options.Precision, checkpoint.ParameterCount);
        var form = new GraphForm(precision, device.Profile.Half, DecoderForm.InPlace, device.Profile.ExplicitVisionAttention);
        var texts = GenAITexts.Create(checkpoint, device, Vision, Embedding, Decoder);
        var input = Calibrator.Input(form, options);
        var plan = new WeightPlan(checkpoint, precision);
        var graphs = Graphs(plan, form);

        folder = Path.GetFullPath(folder ?? Path.Combine(ConvertedFolder.Default(checkpoint), $"genai-{form.FolderName}{device.Suffix}"));
        (string Name, byte[] Content) made = (DeviceFile, Encoding.UTF8.GetBytes(device.Provider ?? "cpu"));
        string[] files =
        [
            made.Name, .. from graph in graphs from file in Enum.GetValues<DataFile>() select DataFileName(graph.Name, file),
            .. graphs.Select(graph => graph.Name), .. texts.Select(text => text.Name),
        ];
        RequireOurs(folder, files, made.Content);
        ConversionOutput.Complete(checkpoint, precision, folder, files, WriteAll, cancellationToken, input?.Fingerprint);
        FormUse.Record(folder);
        return folder;

        // what was seen is not part of the form: an export that was stopped looks again, and sees the same
        void WriteAll(ConversionManifest manifest)
        {
            if (input is not null)
                plan.Moments = Calibrator.FindOrRun(checkpoint, form, input, options, progress, cancellationToken);
            else if (manifest.Calibration is not null)
                throw new QwenException(
                    $"The GenAI form in {folder} was begun with calibration and is not complete. Go on with it "
                    + "(qwenvl convert --for genai --calibrate), or delete the folder.");
            Write(checkpoint, folder, manifest, graphs, [made, .. texts], progress, cancellationToken);
        }
    }

    private static (string Name, GraphBuilder Graph)[] Graphs(WeightPlan plan, GraphForm form) =>
    [
        (Vision, GenAIVisionGraph.Build(plan, form.Half, form.ExplicitVisionAttention)),
        (Embedding, GenAIEmbeddingGraph.Build(plan.Checkpoint, half: form.Half || form.Precision != QwenPrecision.Float32)),
        (Decoder, GenAIDecoderGraph.Build(plan, form.Half)),
    ];

    private static string DataFileName(string graph, DataFile file)
        => $"{Path.GetFileNameWithoutExtension(graph)}.{(file == DataFile.Blocks ? "blocks" : "values")}.bin";

    // stale files of an export are replaced, so what is no export is not touched
    private static void RequireOurs(string folder, string[] files, byte[] device)
    {
        if (File.Exists(folder))
            throw new QwenException($"{folder} is a file. Name a folder for the GenAI form.");
        if (!Directory.Exists(folder))
            return;
        var known = ConversionManifest.Read(folder) is { } manifest && manifest.Files.Keys.All(files.Contains);
        if (!known && Directory.EnumerateFileSystemEntries(folder).Any(path => Path.GetFileName(path) != ".lock"))
        {
            throw new QwenException(
                $"{folder} is not empty, and what it holds is no GenAI form that was written before. Name an empty or a new folder.");
        }

        if (known && !IsFor(Path.Combine(folder, DeviceFile), device))
            ConversionManifest.Forget(folder);
    }

    private static bool IsFor(string path, byte[] device) => File.Exists(path) && JsonFile.ReadBytes(path).AsSpan().SequenceEqual(device);

    private static void Write(
        Checkpoint checkpoint, string folder, ConversionManifest manifest, (string Name, GraphBuilder Graph)[] graphs,
        IReadOnlyList<(string Name, byte[] Content)> texts, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var work = (from graph in graphs
                    from file in Enum.GetValues<DataFile>()
                    let name = DataFileName(graph.Name, file)
                    where !manifest.Covers(folder, [name])
                    select (Name: name, graph.Graph, File: file, Length: GraphFile.DataLength(graph.Graph, file))).ToList();
        var (done, total) = (0L, work.Sum(item => item.Length));
        ConversionOutput.RequireSpace(folder, total);
        WriteFile(texts[0].Name, stream => stream.Write(texts[0].Content));
        foreach (var (name, graph, file, _) in work)
        {
            WriteFile(name, stream => GraphFile.WriteData(graph, file, stream, bytes =>
            {
                done += bytes;
                checkpoint.ReleasePages();
                progress?.Report(new QwenProgress("Writing", done, total));
            }, cancellationToken));
        }

        var metadata = new Dictionary<string, string> { ["source"] = checkpoint.Fingerprint };
        foreach (var (name, graph) in graphs)
            WriteFile(name, stream => GraphFile.WriteModel(graph, file => DataFileName(name, file), metadata, stream));
        foreach (var (name, content) in texts)
            WriteFile(name, stream => stream.Write(content));

        void WriteFile(string name, Action<Stream> write)
        {
            if (manifest.Covers(folder, [name]))
                return;
            ConversionOutput.WriteWhole(folder, name, write);
            manifest.Add(folder, name);
        }
    }
}
