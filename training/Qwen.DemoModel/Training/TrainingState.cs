using Qwen.DemoModel.Model;
using Qwen.VisionLanguage.Checkpoints;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Training;

/// <summary>
/// Everything a killed run needs to go on: weights, optimiser, clock and the number of the next batch, which stands for all
/// chance. One file, written under another name first, so that a kill leaves the old one or the new one.
/// </summary>
internal sealed record TrainingState
{
    private const string Clock = "clock";

    /// <summary>Hours trained.</summary>
    public double Hours { get; init; }

    /// <summary>Steps taken.</summary>
    public long Step { get; init; }

    /// <summary>Number of the next batch.</summary>
    public long Batch { get; init; }

    /// <summary>Pictures and clips seen.</summary>
    public long Samples { get; init; }

    /// <summary>Writes the state.</summary>
    public void Save(string path, Parameters parameters, Optimizer optimizer)
        => SafetensorsWriter.Write(path,
        [
            Stored("weights", parameters.Values), Stored("momentum", optimizer.Momentum), Stored("second", optimizer.Second),
            Stored("average", optimizer.Average),
            SafetensorsTensor.FromMemory(Clock, TensorType.Float32, [8], Split(Hours * 3600, Step, Batch, Samples)),
        ]);

    /// <summary>Reads the state back into weights and optimiser.</summary>
    public static TrainingState Load(string path, Parameters parameters, Optimizer optimizer)
    {
        using var file = SafetensorsFile.Open(path);
        Read(file, "weights", parameters.Values);
        Read(file, "momentum", optimizer.Momentum);
        Read(file, "second", optimizer.Second);
        Read(file, "average", optimizer.Average);
        var clock = Join(Floats(file, Clock));
        optimizer.StepCount = (long)clock[1];
        return new TrainingState { Hours = clock[0] / 3600, Step = (long)clock[1], Batch = (long)clock[2], Samples = (long)clock[3] };
    }

    private static SafetensorsTensor Stored(string name, Tensor values)
        => SafetensorsTensor.FromMemory(name, TensorType.Float32, values.shape, values.data<float>().ToArray());

    private static void Read(SafetensorsFile file, string name, Tensor target)
    {
        using var quiet = no_grad();
        using var read = tensor(Floats(file, name));
        target.copy_(read);
    }

    private static float[] Floats(SafetensorsFile file, string name)
    {
        var entry = file.Entries[name];
        return System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(file.Bytes(entry.Offset, (int)entry.ByteLength)).ToArray();
    }

    // a single holds 24 bits: each number is stored as thousands of 4096 and a rest
    private static float[] Split(params double[] numbers) =>
        [.. numbers.SelectMany(number => new[] { (float)Math.Floor(number / 4096), (float)(number % 4096) })];

    private static double[] Join(float[] halves) => [.. halves.Chunk(2).Select(pair => (double)pair[0] * 4096 + pair[1])];
}
