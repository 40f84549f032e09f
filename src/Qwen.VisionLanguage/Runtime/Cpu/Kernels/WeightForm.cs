namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>How the numbers of a packed matrix are stored.</summary>
internal enum WeightForm
{
    /// <summary>Floats as they are.</summary>
    Float32,

    /// <summary>A byte each, and a scale for every 32 inputs.</summary>
    Int8,

    /// <summary>Four bits each, and a scale of 16 bits for every 32 inputs (<see cref="Graphs.ShortScale"/>).</summary>
    Int4,

    /// <summary>Four bits each, and a scale of 32 bits for every 32 inputs: codes of other makers, whose scales have more digits.</summary>
    Int4Wide,

    /// <summary>Floats in 16 bits, those beyond ±65504 at that end: keys and values beside integer weights.</summary>
    Float16,

    /// <summary>A byte each, and a scale for every 64 inputs.</summary>
    Int8Block64,

    /// <summary>A byte each, and a scale for every 128 inputs.</summary>
    Int8Block128,
}
