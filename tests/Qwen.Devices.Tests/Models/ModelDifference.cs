using System.Numerics.Tensors;

namespace Qwen.Devices.Tests.Models;

/// <summary>How far a device's run is from the CPU's along the CPU's own tokens.</summary>
/// <param name="Features">Largest difference of a feature, relative to the largest feature.</param>
/// <param name="Logits">Largest difference of a logit.</param>
/// <param name="Equal">Steps at which both prefer the same token.</param>
/// <param name="Steps">All steps.</param>
/// <param name="LargestFlippedMargin">Where they prefer different ones: the largest lead that the CPU's token had.</param>
internal readonly record struct ModelDifference(float Features, float Logits, int Equal, int Steps, float LargestFlippedMargin)
{
    /// <summary>Compares two runs of the same path.</summary>
    public static ModelDifference Between(ModelRun expected, ModelRun actual)
    {
        var features = expected.Features.Zip(actual.Features).Select(f => LargestDifference(f.First, f.Second) / Largest(f.First)).DefaultIfEmpty().Max();
        float logits = 0, flipped = 0;
        var equal = 0;
        foreach (var (want, got) in expected.Logits.Zip(actual.Logits))
        {
            logits = MathF.Max(logits, LargestDifference(want, got)); // NaN stays NaN
            var (best, other) = (TensorPrimitives.IndexOfMax<float>(want), TensorPrimitives.IndexOfMax<float>(got));
            if (best == other)
                equal++;
            else
                flipped = MathF.Max(flipped, want[best] - want[other]);
        }

        return new(features, logits, equal, expected.Logits.Count, flipped);
    }

    /// <inheritdoc/>
    public override string ToString() => $"features {Features:g2}, logits {Logits:g2}, {Equal} of {Steps} greedy tokens equal" +
        (Equal < Steps ? $" (largest lead of a flipped one {LargestFlippedMargin:g2})" : "");

    private static float Largest(float[] values) => MathF.Abs(TensorPrimitives.MaxMagnitude<float>(values));

    private static float LargestDifference(float[] a, float[] b)
    {
        var difference = new float[a.Length];
        TensorPrimitives.Subtract(a, b, difference);
        return Largest(difference);
    }
}
