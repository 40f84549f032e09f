using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Attention;

/// <summary>
/// softmax(q · kᵀ / √d) · v for up to 12 rows that look at the same keys, by blocks of 64 with a running maximum: no row of scores
/// is ever in memory as a whole. Blocks start at fixed tokens, so that a row's result does not depend on what else is in the tile.
/// </summary>
internal unsafe ref struct AttentionTile
{
    /// <summary>Rows of the largest tile.</summary>
    public const int MaxRows = KernelFamily.TileRows;

    private const int Lanes = MatrixPacker.Group;

    private fixed ulong queries[MaxRows]; // addresses
    private fixed ulong outputs[MaxRows];
    private fixed int limits[MaxRows];
    private int longest;

    public int Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="query">`[d]`.</param>
    /// <param name="limit">Keys it looks at, at least one: those of the first tokens.</param>
    /// <param name="output">Receives the result. // [d]</param>
    public void Add(float* query, int limit, float* output)
    {
        (queries[Rows], limits[Rows], outputs[Rows]) = ((ulong)query, limit, (ulong)output);
        longest = Math.Max(longest, limit);
        Rows++;
    }

    /// <summary>Computes all rows.</summary>
    /// <param name="kernels">Who multiplies.</param>
    /// <param name="blocks">Addresses of pages.</param>
    /// <param name="offset">Where in every page the head's block lies, in bytes.</param>
    /// <param name="layout">Of a block.</param>
    public readonly void Run(KernelFamily kernels, ReadOnlySpan<nint> blocks, long offset, KeyValueBlock layout)
    {
        var (dim, form, groups) = (layout.Dim, layout.Form, layout.ValueGroups);
        var width = groups * Lanes;
        var query = stackalloc float[Rows * dim]; // [rows, d]
        var scores = stackalloc float[Rows * KeyValueBlock.Tokens]; // [rows, 64]
        var part = stackalloc float[Rows * Lanes]; // [rows, 16]
        var sums = stackalloc float[Rows * width]; // [rows, d]
        var largest = stackalloc float[Rows];
        var totals = stackalloc float[Rows];
        ScaleQueries(query, dim);
        new Span<float>(sums, Rows * width).Clear();
        new Span<float>(totals, Rows).Clear();
        new Span<float>(largest, Rows).Fill(float.NegativeInfinity);

        for (var first = 0; first < longest; first += KeyValueBlock.Tokens)
        {
            var block = (byte*)blocks[first / KeyValueBlock.Tokens] + offset;
            var count = Math.Min(KeyValueBlock.Tokens, longest - first);
            for (var key = 0; key < count; key += Lanes)
                kernels.RowTile(form, Rows, layout.Keys(block, key), query, dim, scores + key, KeyValueBlock.Tokens, dim);
            for (var row = 0; row < Rows; row++)
            {
                var seen = Math.Clamp(limits[row] - first, 0, count);
                var line = new Span<float>(scores + row * KeyValueBlock.Tokens, count);
                if (seen > 0)
                    Weigh(line[..seen], ref largest[row], ref totals[row], new Span<float>(sums + row * width, width));
                line[seen..].Clear();
            }

            for (var group = 0; group < groups; group++)
            {
                kernels.RowTile(form, Rows, layout.Values(block, group), scores, KeyValueBlock.Tokens, part, Lanes, count);
                for (var row = 0; row < Rows; row++)
                    AddLanes(sums + row * width + group * Lanes, part + row * Lanes);
            }
        }

        for (var row = 0; row < Rows; row++)
            TensorPrimitives.Divide(
                new ReadOnlySpan<float>(sums + row * width, dim), totals[row], new Span<float>((float*)outputs[row], dim));
    }

    /// <summary>Scores become e^(score - largest so far); what was summed before shrinks when a larger one comes.</summary>
    private static void Weigh(Span<float> scores, ref float largest, ref float total, Span<float> sum)
    {
        var larger = MathF.Max(largest, TensorPrimitives.Max(scores));
        if (larger != largest)
        {
            var shrink = MathF.Exp(largest - larger);
            TensorPrimitives.Multiply(sum, shrink, sum);
            total *= shrink;
            largest = larger;
        }

        TensorPrimitives.Subtract(scores, larger, scores);
        TensorPrimitives.Exp(scores, scores);
        total += TensorPrimitives.Sum(scores);
    }

    private static void AddLanes(float* sum, float* part)
    {
        (Vector256.Load(sum) + Vector256.Load(part)).Store(sum);
        (Vector256.Load(sum + 8) + Vector256.Load(part + 8)).Store(sum + 8);
    }

    private readonly void ScaleQueries(float* scaled, int dim)
    {
        var scale = 1 / MathF.Sqrt(dim);
        for (var row = 0; row < Rows; row++)
            TensorPrimitives.Multiply(new ReadOnlySpan<float>((float*)queries[row], dim), scale, new Span<float>(scaled + row * dim, dim));
    }
}
