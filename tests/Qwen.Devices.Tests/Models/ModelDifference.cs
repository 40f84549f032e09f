using System.Numerics.Tensors;

namespace Qwen.Devices.Tests.Models;

/// <summary>How far a device's run is from the CPU's along the CPU's own tokens.</summary>
/// <param name="Features">Root mean square of the features' differences, relative to that of the features.</param>
/// <param name="Logits">The same of the logits.</param>
/// <param name="LargestLogit">Largest difference of a logit.</param>
/// <param name="Equal">Steps at which both prefer the same token.</param>
/// <param name="Steps">All steps.</param>
/// <param name="FlippedLead">Where they prefer different ones: the largest lead that the CPU's token had over the device's.</param>
internal readonly record struct ModelDifference(double Features, double Logits, float LargestLogit, int Equal, int Steps, float FlippedLead)
{
    /// <summary>Compares two runs of the same path.</summary>
    public static ModelDifference Between(ModelRun expected, ModelRun actual)
    {
        float largest = 0, lead = 0;
        var equal = 0;
        foreach (var (want, got) in expected.Logits.Zip(actual.Logits))
        {
            largest = MathF.Max(largest, MathF.Abs(TensorPrimitives.MaxMagnitude<float>(Subtract(want, got)))); // NaN stays NaN
            var (best, other) = (TensorPrimitives.IndexOfMax<float>(want), TensorPrimitives.IndexOfMax<float>(got));
            if (best == other)
                equal++;
            else
                lead = MathF.Max(lead, want[best] - want[other]);
        }

        var (features, logits) = (RelativeError(expected.Features, actual.Features), RelativeError(expected.Logits, actual.Logits));
        return new(features, logits, largest, equal, expected.Logits.Count, lead);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        $"features {Features:p2}, logits {Logits:p2} (largest {LargestLogit:g2}), {Equal} of {Steps} greedy tokens equal" +
            (Equal < Steps ? $" (largest lead of a flipped one {FlippedLead:g2})" : "");

    private static double RelativeError(IReadOnlyList<float[]> expected, IReadOnlyList<float[]> actual)
    {
        double error = 0, size = double.Epsilon;
        foreach (var (want, got) in expected.Zip(actual))
        {
            error += TensorPrimitives.SumOfSquares<float>(Subtract(want, got));
            size += TensorPrimitives.SumOfSquares<float>(want);
        }

        return Math.Sqrt(error / size);
    }

    private static float[] Subtract(float[] a, float[] b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return difference;
    }
}
