using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Runtime.Calibration;
using Qwen.VisionLanguage.Runtime.Cpu.Weights;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Runtime.Calibration;

public sealed class CalibratorTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;
    private readonly Checkpoint checkpoint = Checkpoint.Open(RepositoryFiles.DemoCheckpoint);

    public void Dispose()
    {
        checkpoint.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_calibrated_form_answers_nearer_to_floats_and_every_device_gets_its_numbers()
    {
        var exact = await Logits("native-cpu", new() { Precision = QwenPrecision.Float32 });
        var plain = await Logits("native-cpu", new() { Precision = QwenPrecision.Int4 });
        var calibrated = await Logits("native-cpu", new() { Precision = QwenPrecision.Int4, Calibrate = true });
        Assert.False(Directory.Exists(Path.Combine(folder, ".calibrating")));
        Assert.NotEqual(plain, calibrated);
        Assert.Equal("drawn-2", Manifest().Calibration);

        // asked for without: it stays as it is, also where the files of another device are made later
        Assert.Equal(calibrated, await Logits("native-cpu", new() { Precision = QwenPrecision.Int4 }));
        var onnx = await Logits("onnx-cpu", new() { Precision = QwenPrecision.Int4 });
        Assert.True(
            Error(calibrated, onnx) < 0.25 * Error(calibrated, plain),
            $"ONNX Runtime's differ by {Error(calibrated, onnx):f4}, the uncalibrated form by {Error(calibrated, plain):f4}.");
        Assert.True(
            Error(exact, calibrated) < Error(exact, plain), $"{Error(exact, calibrated):f4}, uncalibrated {Error(exact, plain):f4}");
    }

    [Fact]
    public async Task The_same_pictures_give_the_same_bytes_and_others_convert_again()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(folder, "pictures")).FullName;
        File.Copy(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "absent-00.png"), Path.Combine(pictures, "a.png"));
        var options = new QwenModelOptions { Precision = QwenPrecision.Int4, CalibrationFolder = pictures };
        await Logits("native-cpu", options);
        var first = File.ReadAllBytes(Path.Combine(folder, "int4", PackedConversion.DecoderFile));
        var name = Manifest().Calibration;
        Directory.Delete(Path.Combine(folder, "int4"), recursive: true);
        await Logits("native-cpu", options);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(folder, "int4", PackedConversion.DecoderFile)));

        File.Copy(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "absent-01.png"), Path.Combine(pictures, "b.png"));
        var stages = new List<string>();
        await Logits("native-cpu", options, new Reporter(progress => stages.Add(progress.Stage)));
        Assert.NotEqual(name, Manifest().Calibration);
        Assert.Contains("Calibrating", stages);
    }

    [Fact]
    public void What_cannot_be_calibrated_is_said()
    {
        var absent = Refusal(new() { Precision = QwenPrecision.Int4, CalibrationFolder = Path.Combine(folder, "absent") });
        Assert.Contains("There is no folder", absent, StringComparison.Ordinal);
        Assert.Contains(
            "holds no pictures", Refusal(new() { Precision = QwenPrecision.Int4, CalibrationFolder = folder }), StringComparison.Ordinal);
        Assert.Contains(
            "ask for int4", Refusal(new() { Precision = QwenPrecision.Int8, Calibrate = true }), StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "note.png"), "no picture");
        var unreadable = Refusal(new() { Precision = QwenPrecision.Int4, CalibrationFolder = folder });
        Assert.Contains("note.png", unreadable, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder, ".calibrating")));
    }

    [Fact]
    public async Task A_picture_that_cannot_be_read_does_not_cost_the_form_that_is_there()
    {
        var plain = await Logits("native-cpu", new() { Precision = QwenPrecision.Int4 });
        var decoder = Path.Combine(folder, "int4", PackedConversion.DecoderFile);
        var (written, bytes) = (File.GetLastWriteTimeUtc(decoder), File.ReadAllBytes(decoder));
        var pictures = Directory.CreateDirectory(Path.Combine(folder, "pictures")).FullName;
        File.Copy(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", "absent-00.png"), Path.Combine(pictures, "a.png"));
        File.WriteAllText(Path.Combine(pictures, "b.png"), "no picture");
        Assert.Contains(
            "b.png", Refusal(new() { Precision = QwenPrecision.Int4, CalibrationFolder = pictures }), StringComparison.Ordinal);
        Assert.Equal(written, File.GetLastWriteTimeUtc(decoder));
        Assert.Equal(bytes, File.ReadAllBytes(decoder));
        Assert.Equal(plain, await Logits("native-cpu", new() { Precision = QwenPrecision.Int4 }));
    }

    [Fact]
    public void Drawn_pictures_are_the_same_every_time_and_differ_from_one_another()
    {
        var (first, second) = (CalibrationPictures.Draw(8).ToList(), CalibrationPictures.Draw(8).ToList());
        Assert.All(first.Zip(second), pair => Assert.Equal(pair.First.Pixels, pair.Second.Pixels));
        Assert.Equal(8, first.Select(picture => Convert.ToHexString(picture.Pixels)).Distinct().Count());
    }

    private ConversionManifest Manifest() => ConversionManifest.Read(Path.Combine(folder, "int4"))!;

    private string Refusal(QwenModelOptions options) => Assert.Throws<QwenException>(() => Open("native-cpu", options, null)).Message;

    private InferenceEngine Open(string device, QwenModelOptions options, IProgress<QwenProgress>? progress)
        => EngineLoader.Open(
            checkpoint, DeviceProfile.Parse(device)[0], options with { ConvertedFolder = folder, PrefixCacheEntries = 0 }, progress,
            TestContext.Current.CancellationToken);

    /// <summary>Logits along answers to questions about pictures.</summary>
    private async Task<float[]> Logits(string device, QwenModelOptions options, IProgress<QwenProgress>? progress = null)
    {
        using var engine = Open(device, options, progress);
        var tokenizer = QwenTokenizer.Load(checkpoint.Folder);
        var prompts = new ChatPromptBuilder(tokenizer, checkpoint.Config);
        int[] answer = [.. tokenizer.Encode("```json\n[\n\t{\"bbox_2d\": [12, 30, 44, 61], \"label\": \"red circle\"}\n]\n```")];
        var logits = new List<float>();
        foreach (var name in (string[])["absent-00", "absent-01", "absent-02", "absent-03"])
        {
            var file = File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "cases", name + ".png"));
            var picture = ImagePreparer.Prepare(file, checkpoint.Preprocessor, checkpoint.Config.Vision);
            const string Question = "Locate the red circle, output its bbox coordinates using JSON format.";
            var turn = new ChatTurn(ChatTurnRole.User, [new MediaPart(picture), new TextPart(Question)]);
            var plan = PromptPlan.Create(prompts.Build([turn], new ChatPromptOptions()), checkpoint.Config);
            using var run = new SequenceRun(engine, plan, answer.Length + 1);
            await run.PrefillAsync(TestContext.Current.CancellationToken);
            foreach (var token in answer)
            {
                logits.AddRange(run.Logits);
                await run.StepAsync(token, TestContext.Current.CancellationToken);
            }
        }

        return [.. logits];
    }

    private static double Error(float[] exact, float[] other)
        => Math.Sqrt(exact.Zip(other, (a, b) => Math.Pow(a - b, 2)).Sum() / exact.Sum(a => Math.Pow(a, 2)));

    private sealed class Reporter(Action<QwenProgress> report) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => report(value);
    }
}
