using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Tests.Runtime.Cpu.Kernels;

/// <summary>Every family against every other and against sums written out, bit by bit.</summary>
public sealed class KernelFamilyTests
{
    private static readonly (int Outputs, int Inputs)[] Shapes =
    [
        (16, 32), (1, 1), (17, 33), (40, 160), (31, 100), (48, 48), (130, 257), (16, 3420)
    ];

    private static readonly int[] Rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 25, 40];

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var form in Enum.GetNames<WeightForm>())
        {
            foreach (var numbers in (string[])["usual", "extreme", "denormal", "half", "zeros", "full"])
                data.Add(form, numbers);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_family_gives_the_bits_of_the_sums_written_out(string formName, string numbers)
    {
        var form = Enum.Parse<WeightForm>(formName);
        using var pool = new WorkerPool(2);
        using var scratch = new Scratch();
        foreach (var (outputs, inputs) in Shapes)
        {
            var random = new Random(outputs * 1000 + inputs);
            var w = Numbers(numbers, outputs * inputs, random);
            using var matrix = new TestMatrix(form, w, outputs, inputs);
            var most = Rows.Max();
            var x = Numbers(numbers, most * inputs, random);
            var expected = WrittenOut(form, w, outputs, inputs, x, most);
            foreach (var family in KernelFamilies.Here())
            {
                foreach (var rows in Rows)
                {
                    var y = new float[rows * outputs + 1];
                    y[^1] = 42;
                    family.Multiply(matrix.Packed, x, rows, y.AsSpan(0, rows * outputs), pool, scratch);
                    Assert.Equal(42, y[^1]);
                    AssertSameBits(
                        expected.AsSpan(0, rows * outputs),
                        y.AsSpan(0, rows * outputs),
                        $"{family.Name}, {form}, {numbers}, {rows}×{inputs}→{outputs}");
                }
            }
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void A_row_that_is_not_finite_spoils_itself_and_no_other(float bad)
    {
        using var pool = new WorkerPool(1);
        using var scratch = new Scratch();
        var random = new Random(3);
        var w = Numbers("usual", 20 * 64, random);
        var x = Numbers("usual", 5 * 64, random);
        foreach (var form in Enum.GetValues<WeightForm>())
        {
            using var matrix = new TestMatrix(form, w, 20, 64);
            foreach (var family in KernelFamilies.Here())
            {
                var (clean, spoilt) = (new float[100], new float[100]);
                family.Multiply(matrix.Packed, x, 5, clean, pool, scratch);
                var other = (float[])x.Clone();
                other[2 * 64 + 40] = bad;
                family.Multiply(matrix.Packed, other, 5, spoilt, pool, scratch);
                Assert.All(spoilt[40..60], value => Assert.False(float.IsFinite(value)));
                AssertSameBits(clean.AsSpan(0, 40), spoilt.AsSpan(0, 40), family.Name);
                AssertSameBits(clean.AsSpan(60), spoilt.AsSpan(60), family.Name);
            }
        }
    }

    [Fact]
    public void A_name_chooses_its_family_and_an_unknown_one_is_told_the_others()
    {
        foreach (var family in KernelFamilies.Here())
            Assert.Equal(family.Name, KernelFamily.Choose(family.Name.ToUpperInvariant()).Name);
        var error = Assert.Throws<QwenException>(() => KernelFamily.Choose("abacus"));
        Assert.Contains("abacus", error.Message);
        Assert.Contains("portable", error.Message);
    }

    [Fact]
    public void The_environment_chooses_a_family_or_else_the_fastest_is_taken()
    {
        var named = Environment.GetEnvironmentVariable(KernelFamilies.Variable);
        var expected = string.IsNullOrWhiteSpace(named) ? KernelFamilies.Here()[0].Name : named;
        Assert.Equal(expected, KernelFamily.Choose().Name, ignoreCase: true);
    }

    [Fact]
    public void Too_little_room_is_refused_before_anything_is_written()
    {
        using var pool = new WorkerPool(1);
        using var scratch = new Scratch();
        using var matrix = new TestMatrix(WeightForm.Int4, new float[16 * 32], 16, 32);
        var family = KernelFamily.Choose("portable");
        Assert.Throws<ArgumentException>(() => family.Multiply(matrix.Packed, new float[31], 1, new float[16], pool, scratch));
        Assert.Throws<ArgumentException>(() => family.Multiply(matrix.Packed, new float[32], 1, new float[15], pool, scratch));
        Assert.Throws<ArgumentException>(() => family.Multiply(default, new float[32], 1, new float[16], pool, scratch));
        family.Multiply(matrix.Packed, [], 0, [], pool, scratch);
    }

    [Theory]
    [InlineData(nameof(WeightForm.Float32))]
    [InlineData(nameof(WeightForm.Float16))]
    public unsafe void Rows_that_are_not_packed_give_the_bits_of_packed_ones(string formName)
    {
        var form = Enum.Parse<WeightForm>(formName);
        using var pool = new WorkerPool(1);
        using var scratch = new Scratch();
        var random = new Random(11);
        foreach (var inputs in (int[])[1, 2, 3, 4, 5, 31, 64, 80, 128])
        {
            var stride = inputs + 3;
            var w = Numbers("usual", 16 * inputs, random);
            using var matrix = new TestMatrix(form, w, 16, inputs);
            var x = Numbers("usual", KernelFamily.TileRows * stride, random);
            var packed = Enumerable.Range(0, KernelFamily.TileRows).SelectMany(row => x[(row * stride)..(row * stride + inputs)]).ToArray();
            var expected = WrittenOut(form, w, 16, inputs, packed, KernelFamily.TileRows);
            foreach (var family in KernelFamilies.Here())
            {
                for (var rows = 1; rows <= KernelFamily.TileRows; rows++)
                {
                    var y = new float[rows * 20];
                    Array.Fill(y, 42);
                    fixed (float* from = x, to = y)
                        family.RowTile(form, rows, matrix.Packed.Data, from, stride, to, 20, inputs);
                    for (var row = 0; row < rows; row++)
                    {
                        AssertSameBits(expected.AsSpan(row * 16, 16), y.AsSpan(row * 20, 16), $"{family.Name}, {form}, {rows}×{inputs}");
                        Assert.All(y[(row * 20 + 16)..((row + 1) * 20)], value => Assert.Equal(42, value));
                    }
                }
            }
        }
    }

    [Fact]
    public void What_lies_between_rows_is_passed_over()
    {
        const int Rows = 26, Inputs = 96, Stride = 101, Outputs = 40;
        using var pool = new WorkerPool(2);
        using var scratch = new Scratch();
        var random = new Random(17);
        var x = Numbers("usual", (Rows - 1) * Stride + Inputs, random);
        for (var row = 0; row < Rows - 1; row++)
            x.AsSpan(row * Stride + Inputs, Stride - Inputs).Fill(float.NaN);
        var close = Enumerable.Range(0, Rows).SelectMany(row => x[(row * Stride)..(row * Stride + Inputs)]).ToArray();
        foreach (var form in Enum.GetValues<WeightForm>())
        {
            using var matrix = new TestMatrix(form, Numbers("usual", Outputs * Inputs, random), Outputs, Inputs);
            foreach (var family in KernelFamilies.Here())
            {
                var (expected, y) = (new float[Rows * Outputs], new float[Rows * Outputs]);
                family.Multiply(matrix.Packed, close, Rows, expected, pool, scratch);
                family.Multiply(matrix.Packed, x, Stride, Rows, y, default, pool, scratch);
                AssertSameBits(expected, y, $"{family.Name}, {form}");
                Assert.Throws<ArgumentException>(() => family.Multiply(matrix.Packed, x[..^1], Stride, Rows, y, default, pool, scratch));
            }
        }
    }

    [Fact]
    public unsafe void Ends_of_a_product_give_what_passes_of_their_own_would()
    {
        const int Inputs = 96, Outputs = 40;
        using var pool = new WorkerPool(2);
        using var scratch = new Scratch();
        var random = new Random(23);
        var (bias, there) = (Numbers("usual", Outputs, random), Numbers("usual", 26 * Outputs, random));
        foreach (var form in Enum.GetValues<WeightForm>())
        {
            using var matrix = new TestMatrix(form, Numbers("usual", Outputs * Inputs, random), Outputs, Inputs);
            foreach (var (family, rows) in KernelFamilies.Here().SelectMany(family => new[] { 1, 13, 26 }.Select(rows => (family, rows))))
            {
                float[] x = Numbers("usual", rows * Inputs, random), product = new float[rows * Outputs];
                family.Multiply(matrix.Packed, x, rows, product, pool, scratch);
                var (biased, added) = (new float[rows * Outputs], there[..(rows * Outputs)]);
                var (later, prepared) = (new float[x.Length], new int[rows]);
                fixed (float* from = bias)
                {
                    var ends = new ProductEnds { Bias = from, Prepare = Prepare };
                    family.Multiply(matrix.Packed, later, Inputs, rows, biased, ends, pool, scratch);
                    ends = new ProductEnds { Bias = from, Accumulate = true };
                    family.Multiply(matrix.Packed, x, Inputs, rows, added, ends, pool, scratch);
                }

                var name = $"{family.Name}, {form}, {rows}";
                Assert.All(prepared, times => Assert.Equal(1, times));
                AssertSameBits(product.Select((number, i) => number + bias[i % Outputs]).ToArray(), biased, name);
                AssertSameBits(product.Select((number, i) => there[i] + number + bias[i % Outputs]).ToArray(), added, name);

                void Prepare(int row)
                {
                    Interlocked.Increment(ref prepared[row]);
                    x.AsSpan(row * Inputs, Inputs).CopyTo(later.AsSpan(row * Inputs));
                }
            }
        }
    }

    private static float[] Numbers(string kind, int count, Random random)
    {
        var numbers = new float[count];
        for (var i = 0; i < count; i++)
        {
            var usual = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5);
            numbers[i] = kind switch
            {
                "usual" => usual,
                "extreme" => usual * MathF.Pow(10, random.Next(-18, 18)),
                "denormal" => random.Next(3) == 0 ? -0f : BitConverter.Int32BitsToSingle(random.Next(1 << 23)) * (random.Next(2) * 2 - 1),
                // below what 16 bits hold in full, and at the edges of what they hold at all
                "half" => usual * MathF.Pow(2, random.Next(-26, -12)) * (random.Next(20) == 0 ? 1e12f : 1),
                "zeros" => random.Next(2) == 0 ? 0f : -0f,
                // each number at the end of its range, all sums as large as they come
                _ => random.Next(8) == 0 ? 1f : -1f,
            };
        }

        return numbers;
    }

    private static float[] WrittenOut(WeightForm form, float[] w, int outputs, int inputs, float[] x, int rows)
    {
        var y = new float[rows * outputs];
        for (var o = 0; o < outputs; o++)
        {
            var floats = form is WeightForm.Float32 or WeightForm.Float16;
            var (numbers, scales) = floats ? ([], []) : Quantised(form, w.AsSpan(o * inputs, inputs));
            for (var row = 0; row < rows; row++)
            {
                var sum = 0f;
                var values = x.AsSpan(row * inputs, inputs);
                if (floats)
                {
                    for (var i = 0; i < inputs; i++)
                    {
                        var weight = w[o * inputs + i];
                        if (form == WeightForm.Float16)
                            weight = (float)(Half)Math.Clamp(weight, (float)Half.MinValue, (float)Half.MaxValue);
                        sum = MathF.FusedMultiplyAdd(weight, values[i], sum);
                    }
                }
                else
                {
                    for (var first = 0; first < inputs; first += form.Block())
                    {
                        var block = values[first..Math.Min(first + form.Block(), inputs)];
                        var extreme = 0f;
                        foreach (var value in block)
                            extreme = MathF.Max(extreme, MathF.Abs(value));
                        var inverse = extreme < 1e-36f ? 0 : 127 / extreme;
                        var dot = 0;
                        for (var i = 0; i < block.Length; i++)
                            dot += (int)MathF.Round(block[i] * inverse) * numbers[first + i];
                        sum = MathF.FusedMultiplyAdd(dot, scales[first / form.Block()] * (extreme < 1e-36f ? 0 : extreme / 127), sum);
                    }
                }

                y[row * outputs + o] = sum;
            }
        }

        return y;
    }

    /// <summary>The converter's numbers of one row, and its scale for every block of ours.</summary>
    private static (int[] Numbers, float[] Scales) Quantised(WeightForm form, ReadOnlySpan<float> row)
    {
        var (ours, block) = (form.Block(), MatrixPacker.SharedBlock(form, row.Length));
        var padded = new float[(row.Length + block - 1) / block * block];
        row.CopyTo(padded);
        var encoded = new QuantizedRow(padded.Length, block);
        RowQuantizer.Quantize(padded, form.IsFourBits() ? 4 : 8, [], null, encoded);
        int[] numbers = [.. encoded.Codes.Select((code, i) => code - encoded.Zeros[i / block])];
        return (numbers, [.. Enumerable.Range(0, padded.Length / ours).Select(n => encoded.Scales[n * ours / block])]);
    }

    private static void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        var a = MemoryMarshal.Cast<float, int>(expected);
        var b = MemoryMarshal.Cast<float, int>(actual);
        for (var i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && !(float.IsNaN(expected[i]) && float.IsNaN(actual[i])))
                Assert.Fail($"{what}: number {i} is {actual[i]:R}, not {expected[i]:R}.");
        }
    }
}
