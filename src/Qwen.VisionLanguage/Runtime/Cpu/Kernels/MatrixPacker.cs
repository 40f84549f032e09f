using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Runtime.Cpu.Kernels;

/// <summary>
/// Packs matrices for the kernels, with the rounding of <see cref="RowQuantizer"/>. Groups of 16 outputs follow each other, the
/// last one filled up with zeros. A group holds, for every block of inputs (filled up with zeros as well):
/// <list type="bullet">
/// <item>four bits: four vectors of 64 bytes; byte 4c + i of vector v holds input 4v + i of output c in its low half and input
/// 16 + 4v + i in its high half, both plus the zero point; then 16 scales, which hold the zero points (<see cref="BlockScale"/>). Those of
/// 16 bits share a line of 64 bytes with those of the next block, two of an output side by side: no vector lies across two lines;</item>
/// <item>int8: a vector of 64 bytes for every 4 inputs; byte 4c + i of vector v holds input 4v + i of output c, plus 128; then 16
/// scales.</item>
/// </list>
/// Floats, of 32 or 16 bits: 16 numbers for every input, one of each output.
/// </summary>
internal static class MatrixPacker
{
    /// <summary>Outputs of one group.</summary>
    public const int Group = 16;

    /// <summary>Bytes of a whole matrix, a multiple of 64 (of 32 for halves).</summary>
    public static long PackedBytes(WeightForm form, int outputs, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outputs);
        return (outputs + Group - 1L) / Group * GroupBytes(form, inputs);
    }

    /// <summary>Bytes of 16 outputs, a multiple of 64 (of 32 for halves).</summary>
    public static int GroupBytes(WeightForm form, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        return form.IsFloat() ? checked(inputs * Group * form.FloatBytes()) : form.BlockAt(form.Blocks(inputs));
    }

    /// <summary>Packs some outputs of a matrix: whole groups, but for the last rows of the matrix.</summary>
    /// <param name="form">How to store them.</param>
    /// <param name="rows">`[some outputs, inputs]`, the first of which is <paramref name="firstOutput"/>, a multiple of 16.</param>
    /// <param name="firstOutput">Where these rows stand in the matrix.</param>
    /// <param name="outputs">Rows of the whole matrix.</param>
    /// <param name="inputs">Columns of the matrix.</param>
    /// <param name="destination">Room for the whole matrix.</param>
    public static void Pack(WeightForm form, ReadOnlySpan<float> rows, int firstOutput, int outputs, int inputs, Span<byte> destination)
    {
        var count = Count(rows, inputs);
        if (firstOutput % Group != 0 || firstOutput < 0 || firstOutput + count > outputs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstOutput), firstOutput, "Rows start at a multiple of 16, inside of the matrix.");
        }

        if (count % Group != 0 && firstOutput + count != outputs)
            throw new ArgumentException("Rows come in whole groups of 16, but for the last of the matrix.", nameof(rows));
        var bytes = GroupBytes(form, inputs);
        for (var at = 0; at < count; at += Group)
        {
            var part = rows.Slice(at * inputs, Math.Min(Group, count - at) * inputs);
            PackGroup(form, part, inputs, destination[checked((firstOutput + at) / Group * bytes)..][..bytes]);
        }
    }

    /// <summary>Packs one group: 1 to 16 rows `[outputs, inputs]` into <see cref="GroupBytes"/> bytes.</summary>
    public static void PackGroup(WeightForm form, ReadOnlySpan<float> rows, int inputs, Span<byte> destination)
    {
        var count = Count(rows, inputs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Group, nameof(rows));
        destination = destination[..GroupBytes(form, inputs)];
        if (form == WeightForm.Float32)
            Floats(rows, count, inputs, MemoryMarshal.Cast<byte, float>(destination));
        else if (form == WeightForm.Float16)
            HalfFloats(rows, count, inputs, MemoryMarshal.Cast<byte, Half>(destination));
        else
            Integers(form, rows, count, inputs, destination);
    }

    private static int Count(ReadOnlySpan<float> rows, int inputs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        if (rows.IsEmpty || rows.Length % inputs != 0)
            throw new ArgumentException($"{rows.Length} numbers are no whole rows of {inputs}.", nameof(rows));
        return rows.Length / inputs;
    }

    private static void Floats(ReadOnlySpan<float> rows, int count, int inputs, Span<float> packed)
    {
        packed.Clear();
        for (var row = 0; row < count; row++)
        {
            for (var i = 0; i < inputs; i++)
                packed[i * Group + row] = rows[row * inputs + i];
        }
    }

    private static void HalfFloats(ReadOnlySpan<float> rows, int count, int inputs, Span<Half> packed)
    {
        Span<float> numbers = stackalloc float[Group];
        for (var i = 0; i < inputs; i++)
        {
            numbers.Clear();
            for (var row = 0; row < count; row++)
                numbers[row] = rows[row * inputs + i];
            HalfNumbers.Convert(numbers, packed.Slice(i * Group, Group));
        }
    }

    /// <summary>Numbers that share a scale in the converter, at least a block of ours: where its blocks are smaller, ours count.</summary>
    public static int SharedBlock(WeightForm form, int inputs)
    {
        var format = form.IsFourBits() ? WeightFormat.Int4 : WeightFormat.Int8;
        return Math.Max(form.Block(), format.BlockFor(inputs) is > 0 and < 32 ? 0 : format.BlockFor(format.PadInner(inputs)));
    }

    /// <summary>Empties a group of integers: every code is the zero point, every scale 0.</summary>
    public static void ClearGroup(WeightForm form, Span<byte> group)
    {
        group.Fill(form.IsFourBits() ? (byte)0x88 : (byte)0x80);
        for (var n = 0; form.BlockAt(n) < group.Length; n++)
        {
            var scales = group[form.ScalesAt(n)..];
            if (form == WeightForm.Int4)
                MemoryMarshal.Cast<byte, ushort>(scales)[..(2 * Group - n % 2)].Fill(ShortScale.Join(0, 8));
            else
                MemoryMarshal.Cast<byte, float>(scales)[..Group].Clear();
        }
    }

    /// <summary>Puts an encoded row into an emptied group.</summary>
    /// <param name="form">An integer form.</param>
    /// <param name="encoded">Blocks of <see cref="SharedBlock"/>.</param>
    /// <param name="row">The row's place in the group.</param>
    /// <param name="group">The group.</param>
    public static void PackRow(WeightForm form, QuantizedRow encoded, int row, Span<byte> group)
    {
        var block = form.Block();
        for (int n = 0, first = 0; first < encoded.Codes.Length && form.BlockAt(n) < group.Length; n++, first += block)
        {
            var target = group[form.BlockAt(n)..];
            var scales = group[form.ScalesAt(n)..];
            var codes = encoded.Codes.AsSpan(first, block);
            var (scale, zero) = (encoded.Scales[first / encoded.Block], encoded.Zeros[first / encoded.Block]);
            switch (form)
            {
                case WeightForm.Int4:
                    // (code - zero) · scale is (mirrored code - mirrored zero) · -scale
                    var mirror = (byte)(scale < 0 ? 15 : 0);
                    Halves(codes, mirror, row, target);
                    MemoryMarshal.Cast<byte, ushort>(scales)[2 * row] = ShortScale.Join(MathF.Abs(scale), zero ^ mirror);
                    break;
                case WeightForm.Int4Wide:
                    Halves(codes, 0, row, target);
                    MemoryMarshal.Cast<byte, float>(scales)[row] = BlockScale.Join(scale, zero);
                    break;
                default:
                    Bytes(codes, row, target);
                    MemoryMarshal.Cast<byte, float>(scales)[row] = scale;
                    break;
            }
        }
    }

    private static void Integers(WeightForm form, ReadOnlySpan<float> rows, int count, int inputs, Span<byte> packed)
    {
        ClearGroup(form, packed);
        var shared = SharedBlock(form, inputs);
        var padded = new float[(inputs + shared - 1) / shared * shared];
        var encoded = new QuantizedRow(padded.Length, shared);
        for (var row = 0; row < count; row++)
        {
            rows.Slice(row * inputs, inputs).CopyTo(padded);
            RowQuantizer.Quantize(padded, form.IsFourBits() ? 4 : 8, [], null, encoded);
            PackRow(form, encoded, row, packed);
        }
    }

    private static void Bytes(ReadOnlySpan<byte> numbers, int row, Span<byte> target)
    {
        for (var i = 0; i < numbers.Length; i++)
            target[i / 4 * 64 + row * 4 + i % 4] = numbers[i];
    }

    private static void Halves(ReadOnlySpan<byte> codes, byte mirror, int row, Span<byte> target)
    {
        for (var i = 0; i < codes.Length / 2; i++)
            target[i / 4 * 64 + row * 4 + i % 4] = (byte)(codes[i] ^ mirror | (codes[16 + i] ^ mirror) << 4);
    }
}
