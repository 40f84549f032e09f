using System.Diagnostics;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.Benchmarks;

/// <summary>The families of matrix kernels on one large matrix (2048 inputs, 11008 outputs): medians.</summary>
internal static unsafe class KernelsBench
{
    private const int Inputs = 2048;
    private const int Outputs = 11008;
    private const int Copies = 12; // matrices in turn, so that none is still in a cache

    /// <summary>Measures the families of these names, all where none is named.</summary>
    public static int Run(IReadOnlyCollection<string> names)
    {
        using var pool = new WorkerPool();
        using var scratch = new Scratch();
        Console.WriteLine($"{pool.Threads} threads, median of 9; GOP/s at 504 rows, ms and GB/s at 1 row, time of 4/8/12 rows over 1 row");
        foreach (var form in (WeightForm[])[WeightForm.Int4, WeightForm.Int4Wide, WeightForm.Int8, WeightForm.Int8Block128])
        {
            var bytes = MatrixPacker.PackedBytes(form, Outputs, Inputs);
            var memory = (byte*)NativeMemory.AlignedAlloc((nuint)(bytes * Copies), 64);
            var random = new Random(1);
            var w = new float[Outputs * Inputs];
            for (var i = 0; i < w.Length; i++)
                w[i] = random.NextSingle() - 0.5f;
            var first = new Span<byte>(memory, (int)bytes);
            MatrixPacker.Pack(form, w, 0, Outputs, Inputs, first);
            for (var copy = 1; copy < Copies; copy++)
                first.CopyTo(new Span<byte>(memory + copy * bytes, (int)bytes));
            var x = new float[504 * Inputs];
            for (var i = 0; i < x.Length; i++)
                x[i] = random.NextSingle() - 0.5f;
            var y = new float[504 * Outputs];
            foreach (var family in KernelFamilies.Here().Where(family => names.Count == 0 || names.Contains(family.Name)))
            {
                var (runs, at) = (family.Name == "portable" ? 1 : 9, 0);
                double Time(int rows, int products)
                {
                    var seconds = new List<double>();
                    for (var run = -1; run < runs; run++)
                    {
                        var start = Stopwatch.GetTimestamp();
                        for (var i = 0; i < products; i++)
                        {
                            var matrix = new PackedMatrix(memory + at++ % Copies * bytes, form, Outputs, Inputs);
                            family.Multiply(matrix, x, rows, y, pool, scratch);
                        }

                        if (run >= 0)
                            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / products);
                    }

                    seconds.Sort();
                    return seconds[seconds.Count / 2];
                }

                // twice: a process's first form is a sixth slower at first
                Time(1, Copies);
                Time(504, 1);
                var many = Time(504, 1);
                var (one, four, eight, twelve) = (Time(1, Copies), Time(4, Copies), Time(8, Copies), Time(12, Copies));
                Console.WriteLine(
                    $"{form} {family.Name}: {2.0 * 504 * Inputs * Outputs / many / 1e9:F0} GOP/s, "
                    + $"{one * 1e3:F2} ms, {bytes / one / 1e9:F1} GB/s, "
                    + $"{four / one:F2} / {eight / one:F2} / {twelve / one:F2}");
            }

            NativeMemory.AlignedFree(memory);
        }

        return 0;
    }
}
