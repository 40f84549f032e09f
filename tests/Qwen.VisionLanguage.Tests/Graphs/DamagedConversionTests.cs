using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Tests.Graphs;

/// <summary>Converted files that are not as they were written are made anew, never used.</summary>
public sealed class DamagedConversionTests : IDisposable
{
    private static readonly GraphForm Form = new(QwenPrecision.Int8, Half: false, DecoderForm.InPlace, ExplicitVisionAttention: false);

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;
    private readonly Checkpoint checkpoint = Checkpoint.Open(RepositoryFiles.DemoCheckpoint);

    public static TheoryData<string, bool> FilesAndTimes =>
    [
        .. from file in (string[])[
            "vision.blocks.bin", "vision.f32.bin", "vision.f32.onnx", "decoder.blocks.bin", "decoder.f32.bin", "decoder.f32.onnx"
        ]
           from keepsTime in (bool[])[false, true]
           select new TheoryDataRow<string, bool>(file, keepsTime),
    ];

    [Theory]
    [MemberData(nameof(FilesAndTimes))]
    public void Flipped_bytes_are_found_and_the_file_is_made_anew(string name, bool keepsTime)
    {
        var converted = Convert();
        Convert(); // read through once on this machine
        var path = Path.Combine(converted, name);
        var whole = File.ReadAllBytes(path);
        Flip(path, keepsTime);

        Assert.Equal(converted, Convert());
        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    [Fact]
    public void Damage_done_before_the_first_load_on_this_machine_is_found()
    {
        var converted = Convert();
        var path = Path.Combine(converted, "decoder.blocks.bin");
        var whole = File.ReadAllBytes(path);
        Flip(path, keepsTime: true);
        Convert();
        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    [Fact]
    public void Damage_in_a_folder_that_cannot_be_written_is_told()
    {
        var converted = Convert();
        Flip(Path.Combine(converted, "vision.blocks.bin"), keepsTime: false);
        File.Delete(Path.Combine(converted, ".lock"));
        Directory.CreateDirectory(Path.Combine(converted, ".lock"));
        var error = Assert.Throws<QwenException>(() => Convert());
        Assert.Contains("is damaged (vision.blocks.bin) and could not be made anew", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"version\":2,\"source\":null,\"precision\":\"int8\",\"files\":{}}")]
    [InlineData("{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":null}")]
    [InlineData("{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"vision.f32.onnx\":null}}")]
    [InlineData(
        "{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"vision.f32.onnx\":{\"length\":-1,\"hashes\":\"\"}}}")]
    [InlineData(
        "{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"vision.f32.onnx\":{\"length\":1,\"hashes\":\"AAAA\"}}}")]
    [InlineData(
        "{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"vision.f32.onnx\":{\"length\":1,\"hashes\":\"?\"}}}")]
    [InlineData(
        "{\"version\":2,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"../../x\":{\"length\":1,\"hashes\":\"AAAAAAAAAAA=\"}}}")]
    [InlineData("{\"version\":1,\"source\":\"SOURCE\",\"precision\":\"int8\",\"files\":{\"vision.f32.onnx\":17}}")]
    public void A_manifest_that_cannot_be_right_leads_to_a_new_conversion(string manifest)
    {
        var converted = Convert();
        File.WriteAllText(
            Path.Combine(converted, "manifest.json"), manifest.Replace("SOURCE", checkpoint.Fingerprint, StringComparison.Ordinal));
        Convert();
        Assert.True(ConvertedFolder.IsComplete(checkpoint, Form, Converter.Files(Form), folder));
    }

    [Fact]
    public void A_flipped_byte_is_found_anywhere_in_a_large_file_and_its_ends_at_every_look()
    {
        var path = Path.Combine(folder, "large");
        File.WriteAllBytes(path, [.. Enumerable.Range(0, 40_000_001).Select(i => (byte)(i * 31 >> 3))]);
        var hashes = ChunkHashes.Compute(path, CancellationToken.None);
        Assert.Null(ChunkHashes.FindDifference(path, hashes, sampled: false, CancellationToken.None));
        foreach (var (position, isEnd) in ((long, bool)[])[(0, true), (1 << 20, false), (21_234_567, false), (40_000_000, true)])
        {
            FlipByte(path, position);
            Assert.Equal(position >> 20 << 20, ChunkHashes.FindDifference(path, hashes, sampled: false, CancellationToken.None));
            if (isEnd)
                Assert.Equal(position >> 20 << 20, ChunkHashes.FindDifference(path, hashes, sampled: true, CancellationToken.None));
            FlipByte(path, position);
        }

        // samples differ from look to look, so that damage does not stay unseen
        FlipByte(path, 21_234_567);
        Assert.Contains(
            Enumerable.Range(0, 100), _ => ChunkHashes.FindDifference(path, hashes, sampled: true, CancellationToken.None) is not null);
    }

    public void Dispose()
    {
        checkpoint.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private string Convert() => Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);

    private static void Flip(string path, bool keepsTime)
    {
        var time = File.GetLastWriteTimeUtc(path);
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < Math.Min(64, bytes.Length); i++)
            bytes[(long)bytes.Length * i / 64] ^= 0x40;
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, keepsTime ? time : time.AddSeconds(5));
    }

    private static void FlipByte(string path, long position)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
    }
}
