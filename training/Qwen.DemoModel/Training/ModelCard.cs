using System.Globalization;

namespace Qwen.DemoModel.Training;

/// <summary>Writes the card of a checkpoint: what it saw, how it was trained, what it can do.</summary>
internal static class ModelCard
{
    /// <summary>Writes <c>README.md</c> into a checkpoint's folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="state">Hours, steps and pictures of this run.</param>
    /// <param name="start">What the run started from.</param>
    /// <param name="settings">Settings of the run, one line.</param>
    /// <param name="figures">The held-out table as the evaluation printed it; null while there is none.</param>
    public static void Write(string folder, TrainingState state, string start, string settings, string? figures)
        => File.WriteAllText(Path.Combine(folder, "README.md"), string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ---
            license: apache-2.0
            library_name: transformers
            pipeline_tag: image-text-to-text
            ---
            # A small Qwen2.5-VL that sees

            The exact architecture of Qwen2.5-VL at 4.6 million parameters, trained for this repository (`training/`). It knows coloured
            shapes, printed text, drawn screens and short clips of shapes, and nothing else of the world.

            ## Data

            Drawn by programs from seeds: scenes of shapes, text lines, receipts and forms, small pages, phone and desktop screens, clips.
            No photographs, no web text, no output of another model. Fonts, words, shades and sizes of the evaluation are never trained.

            ## Training

            Started from {start}. This run: {state.Hours:0.00} hours, {state.Step} steps, {state.Samples} pictures and clips.
            Settings: {settings}

            ## Figures

            Held-out drawings through the converted model and the ordinary chat client, greedy.

            {figures ?? "Not measured: run `evaluate`."}

            """));
}
