using System.Numerics.Tensors;

namespace Qwen.VisionLanguage.Graphs;

/// <summary>
/// Looks again at the integers of a row that error feedback found, window by window, with the cost eᵀ · H · e of all errors e together:
/// scales are fitted to the integers, and each integer moves where that costs less (coordinate descent, as Behdin et al., QuantEase,
/// arXiv 2309.01885). It never costs more than before, but for the last bits.
/// </summary>
internal static class WindowPolish
{
    private const int Rounds = 2;
    private const int Sweeps = 4;

    /// <summary>Improves a row in place.</summary>
    /// <param name="row">Its numbers, before any error was fed back. // [inputs]</param>
    /// <param name="feedback">What errors cost.</param>
    /// <param name="result">The row's integers, 4 bit.</param>
    public static void Run(ReadOnlySpan<float> row, ErrorFeedback feedback, QuantizedRow result)
    {
        const int Window = InputMoments.WindowInputs;
        Span<float> gradient = stackalloc float[Math.Min(Window, row.Length)];
        Span<float> moves = stackalloc float[Window / result.Block * Window];
        for (var first = 0; first < row.Length; first += Window)
        {
            var size = Math.Min(Window, row.Length - first);
            var part = new Part(row.Slice(first, size), feedback.Costs(first / Window), result, first);
            var g = gradient[..size];
            part.Gradient(g);
            for (var n = 0; n < Rounds; n++)
            {
                part.FitScales(g, moves);
                if (!part.MoveCodes(g))
                    break;
            }

            part.FitScales(g, moves);
        }
    }

    /// <summary>A window of the row.</summary>
    private readonly ref struct Part(ReadOnlySpan<float> values, ReadOnlySpan<float> costs, QuantizedRow row, int first)
    {
        private readonly ReadOnlySpan<float> values = values; // [size]
        private readonly ReadOnlySpan<float> costs = costs; // [size, size]
        private readonly Span<byte> codes = row.Codes.AsSpan(first, values.Length);
        private readonly Span<float> scales = row.Scales.AsSpan(first / row.Block, values.Length / row.Block);
        private readonly ReadOnlySpan<byte> zeros = row.Zeros.AsSpan(first / row.Block, values.Length / row.Block);
        private readonly int block = row.Block;

        /// <summary>H · e, where e is what the integers lack.</summary>
        public void Gradient(Span<float> g)
        {
            g.Clear();
            for (var j = 0; j < values.Length; j++)
            {
                var error = values[j] - (codes[j] - zeros[j / block]) * scales[j / block];
                TensorPrimitives.MultiplyAdd(Costs(j), error, g, g);
            }
        }

        /// <summary>Moves each integer to where it costs least while the others stay, until none moves.</summary>
        public bool MoveCodes(Span<float> g)
        {
            var hasMoved = false;
            for (var n = 0; n < Sweeps; n++)
            {
                var moved = false;
                for (var j = 0; j < values.Length; j++)
                {
                    var (scale, zero) = (scales[j / block], zeros[j / block]);
                    if (scale == 0)
                        continue;
                    var wanted = (codes[j] - zero) * scale + g[j] / costs[j * values.Length + j];
                    var code = BlockSearch.Code(wanted, 1 / scale, zero);
                    if (code == codes[j])
                        continue;
                    TensorPrimitives.MultiplyAdd(Costs(j), (codes[j] - code) * scale, g, g);
                    codes[j] = (byte)code;
                    moved = true;
                }

                if (!moved)
                    break;
                hasMoved = true;
            }

            return hasMoved;
        }

        /// <summary>
        /// The scales of least cost for these integers: all blocks' at once, because errors in one may make good those of another.
        /// </summary>
        /// <param name="g">H · e, and afterwards that of the new scales.</param>
        /// <param name="moves">Room for H · u of each block, u being its integers. // [blocks, size]</param>
        public void FitScales(Span<float> g, Span<float> moves)
        {
            var (size, count) = (values.Length, scales.Length);
            Span<double> matrix = stackalloc double[count * (count + 1)]; // the last column is the right side
            Span<float> u = stackalloc float[block];
            for (var b = 0; b < count; b++)
            {
                var move = moves.Slice(b * size, size);
                move.Clear();
                for (var j = b * block; j < (b + 1) * block; j++)
                    TensorPrimitives.MultiplyAdd(Costs(j), (float)(codes[j] - zeros[b]), move, move);
            }

            for (var b = 0; b < count; b++)
            {
                for (var i = 0; i < block; i++)
                    u[i] = codes[b * block + i] - zeros[b];
                for (var c = 0; c < count; c++)
                    matrix[b * (count + 1) + c] = TensorPrimitives.Dot(u, moves.Slice(c * size + b * block, block));
                matrix[b * (count + 1) + count] = TensorPrimitives.Dot(u, g.Slice(b * block, block));
            }

            Span<double> steps = stackalloc double[count];
            Solve(matrix, steps);
            for (var b = 0; b < count; b++)
            {
                var scale = ShortScale.Round((float)(scales[b] + steps[b]));
                if (scales[b] == 0 || scale == 0 || !float.IsFinite(scale) || Math.Sign(scale) != Math.Sign(scales[b]))
                    continue;
                TensorPrimitives.MultiplyAdd(moves.Slice(b * size, size), scales[b] - scale, g, g);
                scales[b] = scale;
            }
        }

        private ReadOnlySpan<float> Costs(int j) => costs.Slice(j * values.Length, values.Length);

        // elimination without pivots: the matrix is symmetric, and positive but for blocks of zeros, whose steps are none
        private static void Solve(Span<double> matrix, Span<double> steps)
        {
            var (count, width) = (steps.Length, steps.Length + 1);
            for (var i = 0; i < count; i++)
            {
                var pivot = matrix[i * width + i];
                if (!(pivot > 1e-12))
                    continue;
                for (var k = i + 1; k < count; k++)
                {
                    var factor = matrix[k * width + i] / pivot;
                    for (var j = i; j < width; j++)
                        matrix[k * width + j] -= factor * matrix[i * width + j];
                }
            }

            for (var i = count - 1; i >= 0; i--)
            {
                var pivot = matrix[i * width + i];
                var rest = matrix[i * width + count];
                for (var k = i + 1; k < count; k++)
                    rest -= matrix[i * width + k] * steps[k];
                steps[i] = pivot > 1e-12 ? rest / pivot : 0;
            }
        }
    }
}
