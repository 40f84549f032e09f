using CsCheck;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Rounding and all-or-nothing writing.</summary>
public class SafetensorsWriterTests
{
    [Fact]
    public void Any_bits_convert_to_the_nearest_stored_number_and_back()
        => Gen.UInt.Select(BitConverter.UInt32BitsToSingle).Array[1, 100].Sample(values =>
        {
            foreach (var type in Enum.GetValues<TensorType>())
            {
                var bytes = new byte[values.Length * TensorTypes.ByteSize(type)];
                var back = new float[values.Length];
                FloatConversion.FromSingle(type, values, bytes);
                FloatConversion.ToSingle(type, bytes, back);
                for (var i = 0; i < values.Length; i++)
                    Assert.Equal(Expected(type, values[i]), back[i]);
            }
        });

    [Theory]
    [InlineData(0x3F808000u, 0x3F80u)] // tie: down to even
    [InlineData(0x3F818000u, 0x3F82u)] // tie: up to even
    [InlineData(0x3F808001u, 0x3F81u)]
    [InlineData(0x7F7FFFFFu, 0x7F80u)] // beyond the largest: infinity
    [InlineData(0x7F800000u, 0x7F80u)]
    [InlineData(0x7F800001u, 0x7FC0u)] // a NaN whose bits all lie in the dropped half stays one
    [InlineData(0x80000001u, 0x8000u)]
    public void BFloat16_rounds_to_nearest_even(uint single, uint expected)
    {
        // once in the vector part, once in the rest
        var values = Enumerable.Repeat(BitConverter.UInt32BitsToSingle(single), 67).ToArray();
        var bytes = new byte[values.Length * 2];
        FloatConversion.FromSingle(TensorType.BFloat16, values, bytes);
        Assert.All(Enumerable.Range(0, values.Length), i => Assert.Equal(expected, BitConverter.ToUInt16(bytes, 2 * i)));
    }

    [Fact]
    public void An_independent_reader_reads_what_is_written()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("w.safetensors");
        var values = Enumerable.Range(0, 600_000).Select(i => i * 0.5f).ToArray();
        SafetensorsWriter.Write(path,
        [
            SafetensorsTensor.FromMemory("a\"ö", TensorType.Float32, [2, 300_000], values),
            SafetensorsTensor.FromMemory("scalar", TensorType.Float32, [], new float[] { 3 }),
            SafetensorsTensor.FromMemory("empty", TensorType.Float16, [0, 5], Array.Empty<float>()),
        ]);
        var read = new GoldenTensors(path);
        Assert.Equal(["a\"ö", "scalar", "empty"], read.Names);
        Assert.Equal(values, read.ReadFloats("a\"ö"));
        Assert.Equal([2, 300_000], read.Shape("a\"ö"));
        Assert.Equal([3f], read.ReadFloats("scalar"));

        using var file = SafetensorsFile.Open(path);
        Assert.Equal(0, file.HeaderLength % 8);
        Assert.Equal([0L, 5], file.Entries["empty"].Shape);
    }

    [Fact]
    public void After_an_error_the_old_file_stands_and_nothing_else()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("w.safetensors");
        File.WriteAllText(path, "old");
        var failing = new SafetensorsTensor("a", TensorType.Float32, [1 << 20], (offset, _) =>
        {
            if (offset > 0)
                throw new InvalidOperationException("source failed");
        });

        Assert.Throws<InvalidOperationException>(() => SafetensorsWriter.Write(path, [failing]));
        Assert.Throws<OperationCanceledException>(() => SafetensorsWriter.Write(path, [failing], new CancellationToken(canceled: true)));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(path, [failing, failing]));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Throws<QwenException>(() => SafetensorsWriter.Write(folder.File("w.safetensors/below.safetensors"), []));
    }

    private static float Expected(TensorType type, float value)
    {
        if (type == TensorType.Float32 || !float.IsFinite(value))
            return value;
        if (type == TensorType.Float16)
            return (float)(Half)value;

        // of the two neighbours in the upper 16 bits the nearer one, the even one of equally near
        var bits = BitConverter.SingleToUInt32Bits(value);
        var down = bits & 0xFFFF0000;
        var rest = bits & 0xFFFF;
        var up = rest > 0x8000 || (rest == 0x8000 && (bits & 0x10000) != 0);
        return BitConverter.UInt32BitsToSingle(up ? down + 0x10000 : down);
    }
}
