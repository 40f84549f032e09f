using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;

namespace Qwen.VisionLanguage.Tests.Graphs;

public sealed class ConverterTests : IDisposable
{
    private static readonly GraphForm Form = new(QwenPrecision.Int4, Half: false, DecoderForm.InPlace, ExplicitVisionAttention: false);

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;
    private readonly Checkpoint checkpoint = Checkpoint.Open(RepositoryFiles.DemoCheckpoint);

    [Fact]
    public void A_stopped_conversion_leaves_nothing_half_and_goes_on_where_it_was()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Reporter(progress =>
        {
            if (progress.Fraction > 0.6)
                stop.Cancel();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => Converter.Convert(checkpoint, Form, folder, stopping, stop.Token));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));

        var finished = new FileInfo(Path.Combine(folder, "int4", "vision.blocks.bin"));
        Assert.True(finished.Exists);
        var written = finished.LastWriteTimeUtc;
        var firstTotal = 0L;
        Converter.Convert(checkpoint, Form, folder, new Reporter(p => firstTotal = p.Total), CancellationToken.None);
        finished.Refresh();
        Assert.Equal(written, finished.LastWriteTimeUtc); // not done twice
        Assert.True(firstTotal > 0);
    }

    [Fact]
    public void A_finished_conversion_is_not_done_again()
    {
        Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var reports = 0;
        Converter.Convert(checkpoint, Form, folder, new Reporter(_ => reports++), CancellationToken.None);
        Assert.Equal(0, reports);
    }

    [Fact]
    public void A_leftover_of_a_killed_run_and_a_cut_file_are_replaced()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var data = Path.Combine(converted, "decoder.f32.bin");
        var whole = File.ReadAllBytes(data);
        File.WriteAllBytes(data, whole[..1000]);
        File.WriteAllText(Path.Combine(converted, "decoder.blocks.bin.tmp"), "half");

        Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        Assert.Equal(whole, File.ReadAllBytes(data));
        Assert.Empty(Directory.EnumerateFiles(converted, "*.tmp"));
    }

    [Fact]
    public void A_form_of_an_older_version_is_converted_again_and_that_is_said()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var manifest = Path.Combine(converted, "manifest.json");
        var current = $"\"version\": {ConversionManifest.CurrentVersion}";
        Assert.Contains(current, File.ReadAllText(manifest), StringComparison.Ordinal);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(current, "\"version\": 3", StringComparison.Ordinal));
        var stages = new List<string>();
        Converter.Convert(checkpoint, Form, folder, new Reporter(progress => stages.Add(progress.Stage)), CancellationToken.None);
        Assert.NotEmpty(stages);
        Assert.All(stages, stage => Assert.Equal("Converting again (the form is of another version of this library)", stage));
    }

    [Fact]
    public void Another_source_is_converted_anew()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var manifest = Path.Combine(converted, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(checkpoint.Fingerprint, "0123", StringComparison.Ordinal));
        var reports = 0;
        Converter.Convert(checkpoint, Form, folder, new Reporter(_ => reports++), CancellationToken.None);
        Assert.True(reports > 0);
        Assert.Contains(checkpoint.Fingerprint, File.ReadAllText(manifest), StringComparison.Ordinal);
    }

    [Fact]
    public void Forms_of_one_precision_share_their_integer_blocks()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var blocks = new FileInfo(Path.Combine(converted, "decoder.blocks.bin"));
        var written = blocks.LastWriteTimeUtc;
        Converter.Convert(checkpoint, Form with { Half = true, Decoder = DecoderForm.Growing }, folder, null, CancellationToken.None);
        blocks.Refresh();
        Assert.Equal(written, blocks.LastWriteTimeUtc);
        Assert.True(File.Exists(Path.Combine(converted, "decoder.f16.growing.onnx")));
        Assert.True(File.Exists(Path.Combine(converted, "decoder.f32.onnx")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_named()
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        var error = Assert.Throws<QwenException>(() => Converter.Convert(checkpoint, Form, file, null, CancellationToken.None));
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_complete_needs_no_lock_and_what_is_not_ends_in_a_sentence()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        File.Delete(Path.Combine(converted, ".lock"));
        Directory.CreateDirectory(Path.Combine(converted, ".lock")); // cannot be opened, as in a folder that cannot be written
        Assert.Equal(converted, Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None));

        File.Delete(Path.Combine(converted, "vision.blocks.bin"));
        var error = Assert.Throws<QwenException>(() => Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None));
        Assert.Contains("could not be written", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_lock_that_another_holds_is_waited_for_and_one_that_a_killed_process_left_is_not()
    {
        var converted = Path.Combine(folder, "int4");
        Directory.CreateDirectory(converted);
        Task waiting;
        using (var held = ConversionLock.Take(converted, CancellationToken.None))
        {
            waiting = Task.Run(() => Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None));
            using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
            Assert.ThrowsAny<OperationCanceledException>(() => ConversionLock.Take(converted, impatient.Token));
            Assert.False(waiting.IsCompleted);
        }

        await waiting;
        Assert.True(File.Exists(Path.Combine(converted, ".lock"))); // nobody holds it
        Converter.Convert(checkpoint, Form with { Half = true }, folder, null, CancellationToken.None);
    }

    [Fact]
    public void A_checkpoint_that_cannot_be_written_to_is_converted_into_the_users_own_data()
    {
        foreach (var file in Directory.EnumerateFiles(RepositoryFiles.DemoCheckpoint))
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        using var copy = Checkpoint.Open(folder);
        Assert.Equal(Path.Combine(copy.Folder, ".qwenvl"), ConvertedFolder.Default(copy));
        Directory.Delete(Path.Combine(folder, ".qwenvl"));

        File.WriteAllText(Path.Combine(folder, ".qwenvl"), "in the way");
        Assert.EndsWith(Path.Combine("qwenvl", copy.Fingerprint), ConvertedFolder.Default(copy), StringComparison.Ordinal);
        File.Delete(Path.Combine(folder, ".qwenvl"));

        // what lies there already is used whether or not it can be written
        Converter.Convert(copy, Form, Path.Combine(folder, ".qwenvl"), null, CancellationToken.None);
        Assert.True(ConvertedFolder.IsComplete(copy, Form, Converter.Files(Form), Path.Combine(folder, ".qwenvl")));
        Assert.False(ConvertedFolder.IsComplete(
            copy, Form with { Half = true }, Converter.Files(Form with { Half = true }), Path.Combine(folder, ".qwenvl")));
        Assert.Equal(Path.Combine(copy.Folder, ".qwenvl"), ConvertedFolder.Default(copy, Form, Converter.Files(Form)));
    }

    [Fact]
    public void Tensors_start_at_page_borders()
    {
        var converted = Converter.Convert(checkpoint, Form, folder, null, CancellationToken.None);
        var model = VisionLanguage.Graphs.Onnx.ModelProto.Parser.ParseFrom(File.ReadAllBytes(Path.Combine(converted, Form.DecoderFile)));
        var offsets = model.Graph.Initializer.Where(i => i.ExternalData.Count > 0)
            .Select(i => long.Parse(i.ExternalData.Single(e => e.Key == "offset").Value, System.Globalization.CultureInfo.InvariantCulture))
            .ToList();
        Assert.NotEmpty(offsets);
        Assert.All(offsets, offset => Assert.Equal(0, offset % 4096));
        Assert.Equal(checkpoint.Fingerprint, model.MetadataProps.Single(p => p.Key == "source").Value);
    }

    public void Dispose()
    {
        checkpoint.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private sealed class Reporter(Action<QwenProgress> report) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => report(value);
    }
}
