using System.Globalization;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>What is written in any published form is read back, number by number.</summary>
public class RandomCheckpointTests
{
    public static TheoryData<string, bool, bool, int, bool> AllForms =>
    [
        .. from type in Enum.GetNames<TensorType>()
           from nested in (bool[])[false, true]
           from newNames in (bool[])[false, true]
           from shards in (int[])[1, 3]
           from tied in (bool[])[false, true]
           select new TheoryDataRow<string, bool, bool, int, bool>(type, nested, newNames, shards, tied),
    ];

    [Theory]
    [MemberData(nameof(AllForms))]
    public void Every_form_reads_back(string name, bool nested, bool newNames, int shards, bool tied)
    {
        using var folder = new TemporaryFolder();
        var type = Enum.Parse<TensorType>(name);
        var config = RandomCheckpointSizes.Tiny with { Text = RandomCheckpointSizes.Tiny.Text with { TiedHead = tied } };
        RandomCheckpoint.Write(
            folder.Path, new() { Config = config, Type = type, Nested = nested, NewNames = newNames, Shards = shards, Seed = 7 });

        using var checkpoint = Checkpoint.Open(folder.Path);
        ConfigAssert.Equal(config, checkpoint.Config);
        Assert.Equal((3136, 12845056), (checkpoint.Preprocessor.MinPixels, checkpoint.Preprocessor.MaxPixels));
        Assert.Equal([config.Text.VocabularySize - 1], checkpoint.Generation.EndTokenIds);
        Assert.Equal(shards, Directory.GetFiles(folder.Path, "*.safetensors").Length);

        foreach (var (tensorName, shape) in CheckpointLayout.Tensors(config))
        {
            var tensor = checkpoint.GetTensor(tensorName);
            Assert.Equal((tensorName, type), (tensor.Name, tensor.Type));
            Assert.Equal(shape, tensor.Shape);
            var expected = new float[tensor.ElementCount];
            RandomCheckpoint.Fill(7, tensorName, shape, 0, expected);
            for (var i = 0; i < expected.Length; i++)
                expected[i] = Rounded(type, expected[i]);

            // whole, and a piece that starts and ends unaligned
            var values = new float[expected.Length];
            tensor.ReadFloats(0, values);
            Assert.Equal(expected, values);
            tensor.ReadFloats(5, values.AsSpan(0, values.Length - 8));
            Assert.Equal(expected[5..^3], values[..^8]);
        }

        var head = checkpoint.GetTensor("lm_head.weight");
        Assert.Equal(tied ? "model.embed_tokens.weight" : "lm_head.weight", head.Name);
        Assert.Throws<ArgumentException>(() => checkpoint.GetTensor("model.layers.2.input_layernorm.weight"));
        Assert.Throws<ArgumentOutOfRangeException>(() => head.ReadFloats(head.ElementCount - 3, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => head.ReadFloats(long.MaxValue, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => head.Bytes(-1, 4).Length);
    }

    [Fact]
    public void A_name_for_the_content_and_rows_here_and_there_leave_nothing_of_the_mapping_in_memory()
    {
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder.Path, new() { Config = RandomCheckpointSizes.Tiny, Seed = 7 });
        using var checkpoint = Checkpoint.Open(folder.Path);
        Assert.NotEmpty(checkpoint.Fingerprint);
        var table = checkpoint.GetTensor("model.embed_tokens.weight");
        var (copied, mapped) = (new float[table.Shape[1]], new float[table.Shape[1]]);
        new EmbeddingTable(checkpoint).Read(5, copied);
        if (OperatingSystem.IsLinux())
            Assert.Equal(0, ResidentKilobytes(folder.Path));

        table.ReadFloats(5 * table.Shape[1], mapped);
        Assert.Equal(mapped, copied);
        if (OperatingSystem.IsLinux())
            Assert.NotEqual(0, ResidentKilobytes(folder.Path));
        Assert.Throws<ArgumentOutOfRangeException>(() => table.CopyFloats(table.ElementCount - 3, new float[4]));
    }

    [Fact]
    public void A_disposed_checkpoint_refuses_to_read()
    {
        using var folder = new TemporaryFolder();
        RandomCheckpoint.Write(folder.Path, new() { Config = RandomCheckpointSizes.Tiny });
        var checkpoint = Checkpoint.Open(folder.Path);
        var tensor = checkpoint.GetTensor("model.norm.weight");
        checkpoint.Dispose();
        checkpoint.Dispose();
        Assert.Throws<ObjectDisposedException>(() => tensor.ReadFloats(0, new float[4]));
    }

    [Fact]
    public void The_fingerprint_follows_the_content_not_the_place()
    {
        using var first = new TemporaryFolder();
        using var second = new TemporaryFolder();
        using var other = new TemporaryFolder();
        RandomCheckpoint.Write(first.Path, new() { Config = RandomCheckpointSizes.Tiny, Shards = 2 });
        RandomCheckpoint.Write(second.Path, new() { Config = RandomCheckpointSizes.Tiny, Shards = 2 });
        RandomCheckpoint.Write(other.Path, new() { Config = RandomCheckpointSizes.Tiny, Shards = 2, Seed = 2 });

        Assert.Matches("^[0-9a-f]{32}$", Fingerprint(first));
        Assert.Equal(Fingerprint(first), Fingerprint(second));
        Assert.NotEqual(Fingerprint(first), Fingerprint(other));

        static string Fingerprint(TemporaryFolder folder)
        {
            using var checkpoint = Checkpoint.Open(folder.Path);
            return checkpoint.Fingerprint;
        }
    }

    // one number at a time, in double precision: nearest value with 8 bits of mantissa, ties to even
    private static float Rounded(TensorType type, float value)
    {
        if (type == TensorType.Float32 || value == 0)
            return value;
        if (type == TensorType.Float16)
            return (float)(Half)value;
        var unit = Math.ScaleB(1, Math.ILogB(value) - 7);
        return (float)(Math.Round(value / unit, MidpointRounding.ToEven) * unit);
    }

    /// <summary>Of all files of a folder that this process has mapped.</summary>
    private static long ResidentKilobytes(string folder)
    {
        var (sum, isInside) = (0L, false);
        foreach (var line in File.ReadLines("/proc/self/smaps"))
        {
            if (!line.Split(' ')[0].EndsWith(':'))
                isInside = line.Contains(folder, StringComparison.Ordinal);
            else if (isInside && line.StartsWith("Rss:", StringComparison.Ordinal))
                sum += long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
        }

        return sum;
    }
}
