using System.Text.Json;
using Microsoft.ML.OnnxRuntimeGenAI;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Graphs.GenAI;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Graphs;

/// <summary>The demo checkpoint in GenAI's form, loaded and asked through GenAI on the processor, next to our own engine.</summary>
public sealed class GenAIFolderTests(ITestOutputHelper output)
{
    private const int MostTokens = 120;
    private static readonly string Demo = RepositoryFiles.DemoCheckpoint;

    [Theory]
    [InlineData(QwenPrecision.Float32, 4, 1.0)]
    [InlineData(QwenPrecision.Int8, 20, 0.6)] // activations are rounded to 8 bits: where two tokens are nearly equal the last bits decide
    [InlineData(QwenPrecision.Int4, 20, 0.6)]
    public async Task Text_and_pictures_give_the_tokens_that_our_engine_gives(QwenPrecision precision, int every, double least)
    {
        using var folder = new TempFolder();
        var options = new QwenModelOptions { Precision = precision, Device = "onnx-cpu", ConvertedFolder = folder.Path };
        await using var ours = await QwenModel.LoadAsync(Demo, options, null, TestContext.Current.CancellationToken);
        GenAIFolder.Write(Demo, folder.File("genai"), options, null, TestContext.Current.CancellationToken);
        using var handle = new Model(folder.File("genai"));
        using var processor = new MultiModalProcessor(handle);

        var equal = 0;
        var questions = Questions(every);
        foreach (var (pictures, question) in questions)
        {
            var own = await Answer(ours, pictures, question);
            var theirs = Answer(handle, processor, pictures, question);
            if (own.SequenceEqual(theirs))
                equal++;
            else
                output.WriteLine($"{pictures[0]}: '{ours.Tokenizer.Decode(own)}' here, '{ours.Tokenizer.Decode(theirs)}' there");
        }

        output.WriteLine($"{equal} of {questions.Count}");
        Assert.True(equal >= least * questions.Count, $"Only {equal} of {questions.Count} answers are the same.");
    }

    [Theory]
    [InlineData("box112-01.png")]
    [InlineData("absent-00.png")] // of another size
    public async Task Pictures_are_seen_together(string second)
    {
        using var folder = new TempFolder();
        var options = new QwenModelOptions { Precision = QwenPrecision.Float32, Device = "onnx-cpu", ConvertedFolder = folder.Path };
        await using var ours = await QwenModel.LoadAsync(Demo, options, null, TestContext.Current.CancellationToken);
        GenAIFolder.Write(Demo, folder.File("genai"), options, null, TestContext.Current.CancellationToken);
        using var handle = new Model(folder.File("genai"));
        using var processor = new MultiModalProcessor(handle);
        string[] pictures = [Case("box112-00.png"), Case(second)];
        const string Question = "Locate the black star, output its bbox coordinates using JSON format.";
        Assert.Equal(await Answer(ours, pictures, Question), Answer(handle, processor, pictures, Question));
    }

    [Fact]
    public void What_is_complete_stays_and_a_stopped_export_goes_on_and_cannot_be_loaded_before()
    {
        using var folder = new TempFolder();
        var target = folder.File("genai");
        var options = new QwenModelOptions { Precision = QwenPrecision.Int4 };
        using (var stop = new CancellationTokenSource())
        {
            var stopping = new Reporter(progress =>
            {
                if (progress.Fraction > 0.6)
                    stop.Cancel();
            });
            Assert.ThrowsAny<OperationCanceledException>(() => GenAIFolder.Write(Demo, target, options, stopping, stop.Token));
        }

        Assert.False(File.Exists(Path.Combine(target, "genai_config.json")));
        var finished = Directory.GetFiles(target, "*.bin")[0];
        var written = File.GetLastWriteTimeUtc(finished);
        Assert.Equal(target, GenAIFolder.Write(Demo, target, options));
        Assert.Equal(written, File.GetLastWriteTimeUtc(finished));
        Assert.True(File.Exists(Path.Combine(target, "genai_config.json")));

        var reports = 0;
        GenAIFolder.Write(Demo, target, options, new Reporter(_ => reports++));
        Assert.Equal(0, reports);

        // of another precision: what was there is replaced
        GenAIFolder.Write(Demo, target, options with { Precision = QwenPrecision.Int8 });
        Assert.NotEqual(written, File.GetLastWriteTimeUtc(finished));
    }

    [Fact]
    public async Task A_calibrated_export_has_the_numbers_of_a_calibrated_form()
    {
        using var folder = new TempFolder();
        var pictures = Directory.CreateDirectory(folder.File("pictures")).FullName;
        File.Copy(Case("absent-00.png"), Path.Combine(pictures, "a.png"));
        var options = new QwenModelOptions { Precision = QwenPrecision.Int4, CalibrationFolder = pictures, Device = "onnx-cpu" };
        var ours = options with { ConvertedFolder = folder.File("ours") };
        await (await QwenModel.LoadAsync(Demo, ours, null, TestContext.Current.CancellationToken)).DisposeAsync();
        var target = folder.File("genai");
        var stages = new HashSet<string>();
        GenAIFolder.Write(Demo, target, options, new Reporter(progress => stages.Add(progress.Stage)));
        Assert.Contains("Calibrating", stages);
        Assert.False(File.Exists(Path.Combine(target, "moments.bin")));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(folder.File("ours"), "int4", "decoder.blocks.bin")),
            File.ReadAllBytes(Path.Combine(target, "decoder.blocks.bin")));

        // asked for without: it stays; asked for with other pictures: it is made anew
        var written = File.ReadAllBytes(Path.Combine(target, "decoder.blocks.bin"));
        GenAIFolder.Write(Demo, target, options with { CalibrationFolder = null });
        Assert.Equal(written, File.ReadAllBytes(Path.Combine(target, "decoder.blocks.bin")));
        File.Copy(Case("absent-01.png"), Path.Combine(pictures, "b.png"));
        GenAIFolder.Write(Demo, target, options);
        Assert.NotEqual(written, File.ReadAllBytes(Path.Combine(target, "decoder.blocks.bin")));
        var error = Assert.Throws<QwenException>(
            () => GenAIFolder.Write(Demo, folder.File("wide"), options with { Precision = QwenPrecision.Int8 }));
        Assert.Contains("ask for int4", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_with_other_things_is_left_alone()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("thesis.json"), "years of work");
        var mixed = Assert.Throws<QwenException>(() => GenAIFolder.Write(Demo, folder.Path));
        Assert.Contains("not empty", mixed.Message, StringComparison.Ordinal);
        Assert.Equal("years of work", File.ReadAllText(folder.File("thesis.json")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        Assert.Contains(
            "is a file", Assert.Throws<QwenException>(() => GenAIFolder.Write(Demo, folder.File("thesis.json"))).Message,
            StringComparison.Ordinal);
        var abacus = new QwenModelOptions { Device = "abacus" };
        Assert.Contains(
            "no device 'abacus'", Assert.Throws<QwenException>(() => GenAIFolder.Write(Demo, folder.File("new"), abacus)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_without_the_tokenizer_that_GenAI_reads_is_told_so()
    {
        using var folder = new TempFolder();
        foreach (var file in Directory.GetFiles(Demo).Where(file => Path.GetFileName(file) != "tokenizer.json"))
            File.Copy(file, folder.File(Path.GetFileName(file)));
        var error = Assert.Throws<QwenException>(() => GenAIFolder.Write(folder.Path, folder.File("genai")));
        Assert.Contains("lacks tokenizer.json", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("genai")));
    }

    [Fact]
    public void The_device_of_the_application_stands_in_the_configuration()
    {
        using var folder = new TempFolder();
        GenAIFolder.Write(Demo, folder.File("dml"), new QwenModelOptions { Device = "onnx-cpu" });
        var wide = new FileInfo(Path.Combine(folder.File("dml"), "vision.values.bin")).Length;
        GenAIFolder.Write(Demo, folder.File("dml"), new QwenModelOptions { Device = "directml" }); // fp16 in place of what is there
        Assert.True(new FileInfo(Path.Combine(folder.File("dml"), "vision.values.bin")).Length < wide);
        using var config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder.File("dml"), "genai_config.json")));
        foreach (var graph in new[] { "decoder", "embedding", "vision" })
        {
            var provider = config.RootElement.GetProperty("model").GetProperty(graph).GetProperty("session_options")
                .GetProperty("provider_options")[0];
            Assert.Equal("dml", Assert.Single(provider.EnumerateObject()).Name);
        }
    }

    [Fact]
    public void The_page_shows_what_runs_here()
    {
        ReadmeCode.AssertIsPartOf("docs/genai.md", "tests/Qwen.VisionLanguage.Tests/Graphs/GenAIDocumentationTests.cs");
        var page = File.ReadAllText(Path.Combine(RepositoryFiles.Root, "docs", "genai.md"));
        page = page.ReplaceLineEndings(" ").Replace("   ", " ", StringComparison.Ordinal);
        Assert.All(GenAIFolder.Limits, limit => Assert.Contains(limit, page, StringComparison.Ordinal));
    }

    private static string Case(string name) => Path.Combine(Demo, "cases", name);

    /// <summary>Some recorded questions about a picture, and one without.</summary>
    private static List<(string[] Pictures, string Question)> Questions(int every)
    {
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Case("cases.json")));
        var asked = from item in cases.RootElement.EnumerateArray()
                    where !item.TryGetProperty("frames", out _)
                    select ((string[])[Case(item.GetProperty("file").GetString()!)], item.GetProperty("prompt").GetString()!);
        return [([], "Locate the red circle, output its bbox coordinates using JSON format."), .. asked.Where((_, i) => i % every == 0)];
    }

    private static async Task<List<int>> Answer(QwenModel model, string[] pictures, string question)
    {
        List<ChatPart> parts =
        [
            .. pictures.Select(
                picture => new MediaPart(ImagePreparer.Prepare(File.ReadAllBytes(picture), model.Preprocessor, model.Vision))),
            new TextPart(question),
        ];
        var tokens = new List<int>();
        var request = new GenerationRequest
        {
            Turns = [new ChatTurn(ChatTurnRole.User, parts)],
            MaxOutputTokens = MostTokens,
            StopRepetition = false,
            SeveralTokensPerStep = false,
        };
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
            tokens.AddRange(update.TokenIds);
        return tokens;
    }

    private static List<int> Answer(Model model, MultiModalProcessor processor, string[] pictures, string question)
    {
        var placeholder = string.Concat(pictures.Select(_ => "<|vision_start|><|image_pad|><|vision_end|>"));
        var prompt = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
            + $"<|im_start|>user\n{placeholder}{question}<|im_end|>\n<|im_start|>assistant\n";
        using var images = pictures.Length == 0 ? null : Microsoft.ML.OnnxRuntimeGenAI.Images.Load(pictures);
        using var inputs = processor.ProcessImages(prompt, images);
        using var settings = new GeneratorParams(model);
        settings.SetSearchOption("max_length", 1024);
        using var generator = new Generator(model, settings);
        generator.SetInputs(inputs);
        var tokens = new List<int>();
        while (!generator.IsDone() && tokens.Count < MostTokens)
        {
            generator.GenerateNextToken();
            tokens.Add(generator.GetNextTokens()[0]);
        }

        return tokens;
    }

    private sealed class Reporter(Action<QwenProgress> report) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => report(value);
    }
}
