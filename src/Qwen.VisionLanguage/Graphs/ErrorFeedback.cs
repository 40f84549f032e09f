using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// How the rounding error of one input is made good by the inputs behind it: for each window of inputs the upper factor U of the inverse
/// of their second moments, H⁻¹ = Uᵀ·U (Frantar et al., GPTQ, arXiv 2210.17323 §3). Rounding column j by e moves column k by
/// −e · U[j, k] / U[j, j].
/// </summary>
internal sealed class ErrorFeedback
{
    /// <summary>Share of the mean moment that is added to each input's own: what was not seen while calibrating is not free.</summary>
    private const double Damping = 0.3;

    private readonly float[][] windows; // [windows][window, window], rows divided by their diagonal

    private readonly float[][] costs; // [windows][window, window], in the mean moment

    private ErrorFeedback(float[][] windows, float[][] costs, float[] importance)
        => (this.windows, this.costs, Importance) = (windows, costs, importance);

    /// <summary>How much an error of each input costs when those behind it make good what they can. // [inputs]</summary>
    public float[] Importance { get; }

    /// <summary>From second moments.</summary>
    public static ErrorFeedback Create(InputMoments moments)
    {
        var (windows, costs) = (new float[moments.Windows][], new float[moments.Windows][]);
        var importance = new float[moments.Inputs];
        Parallel.For(0, moments.Windows, n =>
        {
            var size = moments.Size(n);
            costs[n] = Costs(moments.Matrix(n), size);
            windows[n] = Factor(costs[n], size, importance.AsSpan(n * InputMoments.WindowInputs, size));
        });
        return new ErrorFeedback(windows, costs, importance);
    }

    /// <summary>What column j of a window passes on to those behind it. // [size − j], the first is 1</summary>
    public ReadOnlySpan<float> Row(int window, int size, int j) => windows[window].AsSpan(j * size + j, size - j);

    /// <summary>What errors e of a window's inputs cost together: eᵀ · H · e. // [size, size]</summary>
    public ReadOnlySpan<float> Costs(int window) => costs[window];

    // moments in their mean, damped
    private static float[] Costs(ReadOnlySpan<float> moments, int size)
    {
        var mean = 0.0;
        for (var i = 0; i < size; i++)
            mean += moments[i * size + i] / (double)size;
        var result = new float[size * size];
        if (mean > 0)
            TensorPrimitives.Multiply(moments, (float)(1 / mean), result);
        for (var i = 0; i < size; i++)
            result[i * size + i] += mean > 0 ? (float)Damping : 1;
        return result;
    }

    /// <summary>U = R⁻¹ where H = R·Rᵀ, R upper triangular.</summary>
    private static float[] Factor(ReadOnlySpan<float> h, int size, Span<float> importance)
    {
        // from the last column to the first
        var r = new double[size * size];
        for (var j = size - 1; j >= 0; j--)
        {
            for (var i = j; i >= 0; i--)
            {
                double sum = h[i * size + j];
                for (var k = j + 1; k < size; k++)
                    sum -= r[i * size + k] * r[j * size + k];
                r[i * size + j] = i == j ? Math.Sqrt(Math.Max(sum, Damping * 1e-3)) : sum / r[j * size + j];
            }
        }

        // row by row from the last: U[i, i] = 1 / R[i, i], U[i, k] = −Σ R[i, m] · U[m, k] / R[i, i]
        var u = new double[size * size];
        for (var i = size - 1; i >= 0; i--)
        {
            u[i * size + i] = 1 / r[i * size + i];
            for (var m = i + 1; m < size; m++)
            {
                var factor = r[i * size + m] / r[i * size + i];
                for (var k = m; k < size; k++)
                    u[i * size + k] -= factor * u[m * size + k];
            }
        }

        var result = new float[size * size];
        for (var i = 0; i < size; i++)
        {
            importance[i] = (float)(1 / (u[i * size + i] * u[i * size + i]));
            for (var k = i; k < size; k++)
                result[i * size + k] = (float)(u[i * size + k] / u[i * size + i]);
        }

        return result;
    }
}
