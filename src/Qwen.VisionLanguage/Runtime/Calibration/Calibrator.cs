using System.Numerics.Tensors;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime.Cpu;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Runtime.Calibration;

/// <summary>Runs a model over pictures and notes the second moments of what goes into the decoder's matrices.</summary>
internal static class Calibrator
{
    /// <summary>Tokens after which enough was seen.</summary>
    private const int EnoughTokens = 12_000;

    private const int AnswerTokens = 48;

    /// <summary>For how many tokens of a prompt one of an answer counts: prompts are nearly all picture, answers are what shows.</summary>
    private const float AnswerWeight = 16;

    /// <summary>Larger pictures are made smaller: many of them say more than the tokens of one.</summary>
    private const int MostPixels = 512 * 28 * 28;

    /// <summary>From this size on the model that is looked at has 8-bit weights: as floats it would not fit into memory.</summary>
    private const long LargeModel = 500_000_000;

    private static readonly string[] Questions =
    [
        "What is in this picture?",
        "Locate every object, output its bbox coordinates using JSON format.",
        "Read all the text in the image.",
        "How many objects are in the picture?",
    ];

    /// <summary>
    /// Calibrates the form of 4 bits that is asked for, where that was not done before: what was seen goes into its folder.
    /// </summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="form">The form.</param>
    /// <param name="parentFolder">Folder for all forms of this checkpoint; created where absent.</param>
    /// <param name="options">What to look at; threads and kernels.</param>
    /// <param name="progress">What is converted, then pictures seen.</param>
    /// <param name="cancellationToken">Stops it; nothing is kept then.</param>
    /// <exception cref="QwenException">There are no pictures, or one cannot be read, or the disk does not allow it.</exception>
    public static void Complete(
        Checkpoint checkpoint, GraphForm form, string parentFolder, QwenModelOptions options, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (Input(form, options) is not { } input)
            return;
        var folder = Path.Combine(parentFolder, form.FolderName);

        // before the form that is there is given up for another
        if (ConversionManifest.Find(folder, checkpoint, form.Precision, input.Fingerprint) is null)
            input.RequireReadable(cancellationToken);
        ConversionOutput.Complete(checkpoint, form.Precision, folder, [MomentsFile.Name], Write, cancellationToken, input.Fingerprint);

        void Write(ConversionManifest manifest)
        {
            var moments = Run(checkpoint, input, options, parentFolder, progress, cancellationToken);
            ConversionOutput.WriteWhole(folder, MomentsFile.Name, stream => MomentsFile.Write(moments, stream));
            manifest.Add(folder, MomentsFile.Name);
        }
    }

    /// <summary>What is looked at for a form; null where nobody asked for that.</summary>
    /// <exception cref="QwenException">The form has no weights of 4 bits, or there are no pictures.</exception>
    public static CalibrationInput? Input(GraphForm form, QwenModelOptions options)
    {
        if (!options.Calibrate && options.CalibrationFolder is null)
            return null;
        return form.Precision is QwenPrecision.Int4 or QwenPrecision.Int4Plus
            ? CalibrationInput.Open(options.CalibrationFolder)
            : throw new QwenException(
                $"Only 4-bit weights are calibrated, and this form is {form.FolderName}: ask for int4 or int4+.");
    }

    /// <summary>What a form is calibrated with that is kept elsewhere: from the checkpoint's own form where that saw the same, or by
    /// looking now.</summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="form">The form.</param>
    /// <param name="input">What to look at.</param>
    /// <param name="options">Threads and kernels.</param>
    /// <param name="progress">What is converted, then pictures seen.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="QwenException">A picture cannot be read, or the disk does not allow it.</exception>
    public static DecoderMoments FindOrRun(
        Checkpoint checkpoint, GraphForm form, CalibrationInput input, QwenModelOptions options, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var parent = ConvertedFolder.Default(checkpoint);
        var own = Path.Combine(parent, form.FolderName);
        if (ConversionManifest.Find(own, checkpoint, form.Precision, input.Fingerprint) is { } manifest
            && manifest.Covers(own, [MomentsFile.Name]))
            return MomentsFile.Read(own, manifest)!;
        input.RequireReadable(cancellationToken);
        return Run(checkpoint, input, options, parent, progress, cancellationToken);
    }

    /// <summary>Looks at pictures, and asks about each.</summary>
    /// <param name="checkpoint">The model.</param>
    /// <param name="input">What to look at.</param>
    /// <param name="options">Threads and kernels.</param>
    /// <param name="parentFolder">Folder for all forms: the one that runs is there, or made and removed again.</param>
    /// <param name="progress">Pictures seen.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static DecoderMoments Run(
        Checkpoint checkpoint, CalibrationInput input, QwenModelOptions options, string parentFolder, IProgress<QwenProgress>? progress,
        CancellationToken cancellationToken)
    {
        var moments = new DecoderMoments();
        var precision = checkpoint.ParameterCount < LargeModel ? QwenPrecision.Float32 : QwenPrecision.Int8;
        var device = DeviceProfile.Parse("native-cpu")[0];
        var form = new GraphForm(precision, device.Half, device.Decoder, device.ExplicitVisionAttention);
        var isThere = ConvertedFolder.IsComplete(checkpoint, form, PackedConversion.Files, parentFolder);
        var folder = isThere ? parentFolder : Path.Combine(parentFolder, ".calibrating");
        try
        {
            var running = options with { Precision = precision, PrefixCacheEntries = 0, VisionCacheBytes = 0 };
            var parts = CpuDevice.Open(checkpoint, form, folder, running, progress, cancellationToken, Observe);
            using var engine = new InferenceEngine(checkpoint, device, parts.Encoder, parts.Decoder, running);
            AskAsync(engine, input, progress, cancellationToken).GetAwaiter().GetResult();
        }
        finally
        {
            if (!isThere && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        return moments;

        // an answer's tokens come one by one
        void Observe(PackedEntry entry, Rows rows)
            => moments.Add(entry.Names, rows.ToArray(), rows.Width, rows.Count == 1 ? AnswerWeight : 1);
    }

    private static async Task AskAsync(
        InferenceEngine engine, CalibrationInput input, IProgress<QwenProgress>? progress, CancellationToken cancellationToken)
    {
        var checkpoint = engine.Checkpoint;
        var tokenizer = QwenTokenizer.Load(checkpoint);
        var prompts = new ChatPromptBuilder(tokenizer, checkpoint.Config);
        var limits = new ImageOptions { MaxPixels = Math.Min(MostPixels, checkpoint.Preprocessor.MaxPixels) };
        var (tokens, n) = (0, 0);
        foreach (var image in input.Pictures())
        {
            if (tokens >= EnoughTokens)
                break;
            progress?.Report(new QwenProgress("Calibrating", n, input.Count));
            var picture = ImagePreparer.Prepare(image, checkpoint.Preprocessor, checkpoint.Config.Vision, limits);
            var turn = new ChatTurn(ChatTurnRole.User, [new MediaPart(picture), new TextPart(Questions[n++ % Questions.Length])]);
            var plan = PromptPlan.Create(prompts.Build([turn], new ChatPromptOptions()), checkpoint.Config);
            using var run = new SequenceRun(engine, plan, AnswerTokens);
            await run.PrefillAsync(cancellationToken).ConfigureAwait(false);
            tokens += plan.Length;
            for (var step = 0; step < AnswerTokens; step++, tokens++)
            {
                var next = TensorPrimitives.IndexOfMax<float>(run.Logits);
                if (checkpoint.Generation.EndTokenIds.Contains(next))
                    break;
                await run.StepAsync(next, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
