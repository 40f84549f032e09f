using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
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
    [SkipLocalsInit] // everything is written before it is read, and a window is so little work that zeros would show
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
                var line = scores + row * KeyValueBlock.Tokens;
                new Span<float>(line + seen, KeyValueBlock.Tokens - seen).Fill(seen == 0 ? 0 : float.NegativeInfinity);
                if (seen > 0)
                    Weigh(line, ref largest[row], ref totals[row], new Span<float>(sums + row * width, width));
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

    /// <summary>
    /// 64 scores become e^(score - largest so far); what was summed before shrinks when a larger one comes. -∞ becomes 0.
    /// </summary>
    private static void Weigh(float* scores, ref float largest, ref float total, Span<float> sum)
    {
        var (a, b) = (Vector512.Load(scores), Vector512.Load(scores + Lanes));
        var (c, d) = (Vector512.Load(scores + 2 * Lanes), Vector512.Load(scores + 3 * Lanes));
        var larger = MathF.Max(largest, Largest(Vector512.Max(Vector512.Max(a, b), Vector512.Max(c, d))));
        if (larger != largest)
        {
            var shrink = MathF.Exp(largest - larger);
            TensorPrimitives.Multiply(sum, shrink, sum);
            total *= shrink;
            largest = larger;
        }

        var taken = Vector512.Create(larger);
        (a, b) = (Exponential.Of(a - taken), Exponential.Of(b - taken));
        (c, d) = (Exponential.Of(c - taken), Exponential.Of(d - taken));
        a.Store(scores);
        b.Store(scores + Lanes);
        c.Store(scores + 2 * Lanes);
        d.Store(scores + 3 * Lanes);
        total += Vector512.Sum(a + b + (c + d));
    }

    private static float Largest(Vector512<float> scores)
    {
        var eight = Vector256.Max(scores.GetLower(), scores.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four[0], four[1]), MathF.Max(four[2], four[3]));
    }

    private static void AddLanes(float* sum, float* part) => (Vector512.Load(sum) + Vector512.Load(part)).Store(sum);

    private readonly void ScaleQueries(float* scaled, int dim)
    {
        var scale = 1 / MathF.Sqrt(dim);
        for (var row = 0; row < Rows; row++)
            TensorPrimitives.Multiply(new ReadOnlySpan<float>((float*)queries[row], dim), scale, new Span<float>(scaled + row * dim, dim));
    }
}
