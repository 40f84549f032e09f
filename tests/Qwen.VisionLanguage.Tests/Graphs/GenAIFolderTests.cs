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

    [Fact]
    public async Task Text_and_pictures_give_the_tokens_that_our_engine_gives()
    {
        using var folder = new TempFolder();
        var options = new QwenModelOptions { Precision = QwenPrecision.Float32, Device = "onnx-cpu", ConvertedFolder = folder.Path };
        await using var ours = await QwenModel.LoadAsync(Demo, options, null, TestContext.Current.CancellationToken);
        GenAIFolder.Write(Demo, folder.File("genai"), options, null, TestContext.Current.CancellationToken);
        using var handle = new Model(folder.File("genai"));
        using var processor = new MultiModalProcessor(handle);

        var equal = 0;
        var questions = Questions();
        foreach (var (picture, question) in questions)
        {
            var own = await Answer(ours, picture, question);
            var theirs = Answer(handle, processor, picture, question);
            if (own.SequenceEqual(theirs))
                equal++;
            else
                output.WriteLine($"{picture}: '{ours.Tokenizer.Decode(own)}' here, '{ours.Tokenizer.Decode(theirs)}' there");
        }

        output.WriteLine($"{equal} of {questions.Count}");
        Assert.Equal(questions.Count, equal);
    }

    /// <summary>Every third recorded question about a picture, and one without.</summary>
    private static List<(string? Picture, string Question)> Questions()
    {
        var folder = Path.Combine(Demo, "cases");
        using var cases = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        return
        [
            (null, "Locate the red circle, output its bbox coordinates using JSON format."),
            .. from item in cases.RootElement.EnumerateArray()
               where !item.TryGetProperty("frames", out _)
               select ((string?)Path.Combine(folder, item.GetProperty("file").GetString()!), item.GetProperty("prompt").GetString()!),
        ];
    }

    private static async Task<List<int>> Answer(QwenModel model, string? picture, string question)
    {
        List<ChatPart> parts = [new TextPart(question)];
        if (picture is not null)
            parts.Insert(0, new MediaPart(ImagePreparer.Prepare(File.ReadAllBytes(picture), model.Preprocessor, model.Config.Vision)));
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

    private static List<int> Answer(Model model, MultiModalProcessor processor, string? picture, string question)
    {
        var placeholder = picture is null ? "" : "<|vision_start|><|image_pad|><|vision_end|>";
        var prompt = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
            + $"<|im_start|>user\n{placeholder}{question}<|im_end|>\n<|im_start|>assistant\n";
        using var images = picture is null ? null : Microsoft.ML.OnnxRuntimeGenAI.Images.Load([picture]);
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
}
