namespace Qwen.VisionLanguage.Images;

/// <summary>Fixed-point bicubic weights that bring one axis from one length to another.</summary>
/// <remarks>
/// The filter of Pillow's <c>Resample.c</c> with a = −0.5: its support widens when shrinking, so it is antialiased. Weights
/// are normalised in double and rounded to 22 fractional bits.
/// </remarks>
internal sealed class ResampleAxis
{
    /// <summary>Fractional bits of a weight.</summary>
    public const int Precision = 22;

    private const double Radius = 2.0;
    private readonly int[] starts;
    private readonly int[] counts;
    private readonly int[] weights; // [length, taps]
    private readonly int taps;

    /// <summary>Computes the weights from <paramref name="source"/> samples to <paramref name="target"/> samples.</summary>
    public ResampleAxis(int source, int target)
    {
        var scale = (double)source / target;
        var filterScale = Math.Max(scale, 1.0);
        var support = Radius * filterScale;
        var reciprocal = 1.0 / filterScale;
        taps = (int)Math.Ceiling(support) * 2 + 1;
        starts = new int[target];
        counts = new int[target];
        weights = new int[checked(target * taps)];
        var exact = new double[taps];

        for (var i = 0; i < target; i++)
        {
            var center = (i + 0.5) * scale;
            var first = Math.Max(0, (int)(center - support + 0.5));
            var count = Math.Min(source, (int)(center + support + 0.5)) - first;
            var sum = 0.0;
            for (var j = 0; j < count; j++)
                sum += exact[j] = Kernel((j + first - center + 0.5) * reciprocal);

            for (var j = 0; j < count; j++)
            {
                var weight = exact[j] / sum * (1 << Precision);
                weights[i * taps + j] = (int)(weight + (weight < 0 ? -0.5 : 0.5)); // half away from zero
            }

            starts[i] = first;
            counts[i] = count;
        }
    }

    /// <summary>First source sample that the output sample reads.</summary>
    public int Start(int index) => starts[index];

    /// <summary>Weights of the source samples from <see cref="Start"/> on.</summary>
    public ReadOnlySpan<int> Weights(int index) => weights.AsSpan(index * taps, counts[index]);

    /// <summary>Keys' cubic convolution with a = −0.5.</summary>
    private static double Kernel(double x)
    {
        const double a = -0.5;
        x = Math.Abs(x);
        if (x < 1.0)
            return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
        return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
    }
}
