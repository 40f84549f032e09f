using Qwen.VisionLanguage.Graphs;

namespace Qwen.Benchmarks;

/// <summary>
/// Relative error of products x·wᵀ after rounding w, from the second moments of x within windows of inputs; the mean of all matrices.
/// </summary>
internal sealed class ProductError(DecoderMoments calibration)
{
    private readonly List<double> errors = [];
    private long weights;

    public double Mean => errors.Average();

    /// <summary>What the rounding took of the processor.</summary>
    public TimeSpan Time { get; set; }

    public double Nanoseconds => Time.TotalNanoseconds / weights;

    public void Add(string matrix, float[] before, float[] after, int columns)
    {
        weights += before.Length;
        var moments = calibration.Find(matrix)!;
        var (error, size) = (0.0, 0.0);
        for (var row = 0; row < before.Length; row += columns)
        {
            for (var window = 0; window < moments.Windows; window++)
            {
                var (first, width) = (row + window * InputMoments.WindowInputs, moments.Size(window));
                var difference = new float[width];
                for (var i = 0; i < width; i++)
                    difference[i] = before[first + i] - after[first + i];
                error += Square(moments.Matrix(window), difference);
                size += Square(moments.Matrix(window), before.AsSpan(first, width));
            }
        }

        errors.Add(Math.Sqrt(error / size));
    }

    private static double Square(ReadOnlySpan<float> moments, ReadOnlySpan<float> v)
    {
        var sum = 0.0;
        for (var i = 0; i < v.Length; i++)
        {
            for (var j = 0; j < v.Length; j++)
                sum += (double)v[i] * moments[i * v.Length + j] * v[j];
        }

        return sum;
    }
}
