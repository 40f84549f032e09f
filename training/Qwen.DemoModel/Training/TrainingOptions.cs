using System.Globalization;

namespace Qwen.DemoModel.Training;

/// <summary>How a run is made.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Checkpoint to start from; with <see cref="FromScratch"/> only its configuration and tokenizer.</summary>
    public required string From { get; init; }

    /// <summary>Folder of state, log and checkpoint. A state in it is gone on with.</summary>
    public required string Out { get; init; }

    /// <summary>Whether weights start random.</summary>
    public bool FromScratch { get; init; }

    /// <summary>Length of the run in hours of training.</summary>
    public double Hours { get; init; } = 1;

    /// <summary>The stable rate.</summary>
    public double Rate { get; init; } = 1e-3;

    /// <summary>Share of the run in which the rate falls.</summary>
    public double Decay { get; init; } = 0.25;

    /// <summary>Hours in which the rate rises.</summary>
    public double WarmUp { get; init; } = 0.02;

    /// <summary>Hours at the start in which only the encoder is trained (dense stage).</summary>
    public double VisionHours { get; init; }

    /// <summary>Hours after that in which the decoder learns to read the encoder's units, which stays as it is (alignment).</summary>
    public double AlignmentHours { get; init; }

    /// <summary>Hours at the start in which only the auxiliary heads learn: a published checkpoint has none.</summary>
    public double HeadHours { get; init; }

    /// <summary>Names of buckets, gone through again and again; with <c>!</c> the decoder stays out.</summary>
    public IReadOnlyList<string> Mix { get; init; } = DefaultMix;

    /// <summary>Batches whose gradients are added up for one step.</summary>
    public int BatchesPerStep { get; init; } = 2;

    /// <summary>Threads of the tensor library.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>Threads that draw.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Seed of everything.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Whether large products run in bf16.</summary>
    public bool Half { get; init; }

    /// <summary>Share of the steps that see the decoder rounded to four bits.</summary>
    public double Rounded { get; init; }

    /// <summary>Minutes between two lines of the log.</summary>
    public double LogMinutes { get; init; } = 0.5;

    /// <summary>Minutes between two saved states.</summary>
    public double SaveMinutes { get; init; } = 2;

    /// <summary>Minutes between two looks at held-out batches.</summary>
    public double HeldOutMinutes { get; init; } = 10;

    /// <summary>One line for the model's card.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"rate {Rate}, decay {Decay}, vision {VisionHours} h, alignment {AlignmentHours} h, {BatchesPerStep} batches a step, "
        + $"bf16 products {Half}, rounded {Rounded}, seed {Seed}, mix {string.Join(' ', Mix)}");

    /// <summary>Everything, and most of what is slow to learn: many small letters in one picture.</summary>
    public static IReadOnlyList<string> DefaultMix { get; } =
        [
            "g1", "l1", "m", "g2", "g4", "l2", "p", "m", "g1", "l1", "g2", "v", "g4", "m", "p", "l2", "g1", "g2", "m", "g4", "l1", "p",
            "g2", "m"
        ];
}
