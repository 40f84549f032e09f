using System.Numerics.Tensors;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.Benchmarks;

/// <summary>The ways to round a matrix that are compared.</summary>
internal static class Rounding
{
    /// <summary>Half a byte, and scale and zero point of each block in two bytes.</summary>
    private const double BytesOfWeight = 0.5 + 2.0 / Block;

    private const int Block = 32;

    /// <summary>All of them by name; each rounds the rows of a matrix in place.</summary>
    public static IEnumerable<(string Name, double BytesOfWeight, Action<string, float[], int> Round)> All(
        Checkpoint checkpoint, DecoderMoments calibration)
    {
        var plan = new WeightPlan(checkpoint, QwenPrecision.Int4);
        yield return ("plain", BytesOfWeight, (_, numbers, _) => Plain(numbers));
        yield return ("searched alike", BytesOfWeight, (_, numbers, columns) => Rows(numbers, columns, [], null));
        yield return ("searched by norms", BytesOfWeight, (matrix, numbers, columns) => Rows(numbers, columns, Norms(matrix), null));
        yield return ("searched by moments", BytesOfWeight, (matrix, numbers, columns) => Rows(numbers, columns, Diagonal(matrix), null));
        yield return ("fed back", BytesOfWeight, (matrix, numbers, columns) => Rows(numbers, columns, [], Feedback(matrix)));

        if (LlamaRounding.TryLoad() is { } llama)
        {
            foreach (var (name, number, bytes) in LlamaRounding.Types)
                yield return ("llama.cpp " + name, bytes, (_, numbers, _) => llama.Round(number, numbers));
        }

        float[] Norms(string matrix)
            => plan.Coder(matrix, MatrixSource.Whole(checkpoint.GetTensor(matrix + ".weight")), Block).Importance;

        float[] Diagonal(string matrix)
        {
            var moments = calibration.Find(matrix)!;
            var diagonal = new List<float>();
            for (var window = 0; window < moments.Windows; window++)
            {
                for (var i = 0; i < moments.Size(window); i++)
                    diagonal.Add(moments.Matrix(window)[i * moments.Size(window) + i]);
            }

            var mean = diagonal.Average();
            return [.. diagonal.Select(value => value + 0.01f * mean)];
        }

        ErrorFeedback Feedback(string matrix) => ErrorFeedback.Create(calibration.Find(matrix)!);
    }

    private static void Rows(float[] numbers, int columns, float[] importance, ErrorFeedback? feedback)
    {
        var encoded = new QuantizedRow(columns, Block);
        for (var row = 0; row < numbers.Length; row += columns)
        {
            RowQuantizer.Quantize(numbers.AsSpan(row, columns), 4, importance, feedback, encoded);
            RoundedCheckpoint.Decode(encoded, numbers.AsSpan(row, columns));
        }
    }

    /// <summary>The largest magnitude of a block becomes -8.</summary>
    private static void Plain(float[] numbers)
    {
        for (var first = 0; first < numbers.Length; first += Block)
        {
            var block = numbers.AsSpan(first, Block);
            var scale = TensorPrimitives.MaxMagnitude<float>(block) / -8f;
            for (var i = 0; i < Block && scale != 0; i++)
                block[i] = Math.Clamp(MathF.Round(block[i] / scale), -8, 7) * scale;
        }
    }
}
