using Microsoft.ML.OnnxRuntimeGenAI;
using Qwen.Testing;
using Qwen.VisionLanguage.Graphs.GenAI;

namespace Qwen.VisionLanguage.Tests.Graphs;

/// <summary>The code of <c>docs/genai.md</c>.</summary>
public sealed class GenAIDocumentationTests
{
    [Fact]
    public void An_application_asks_about_a_picture()
    {
        using var folder = new TempFolder();
        var checkpoint = RepositoryFiles.DemoCheckpoint;
        var target = folder.File("model");
        var path = Path.Combine(checkpoint, "cases", "box112-00.png");
        var answer = Ask(GenAIFolder.Write(checkpoint, target, new QwenModelOptions { Precision = QwenPrecision.Int8 }), path);
        Assert.Contains("black star", answer, StringComparison.Ordinal);
    }

    private static string Ask(string folder, string path)
    {
        using var model = new Model(folder);
        using var processor = new MultiModalProcessor(model);
        using var tokens = processor.CreateStream();

        const string Prompt = "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n"
            + "<|im_start|>user\n<|vision_start|><|image_pad|><|vision_end|>Locate the black star, output its bbox coordinates using "
            + "JSON format.<|im_end|>\n<|im_start|>assistant\n";
        using var pictures = Microsoft.ML.OnnxRuntimeGenAI.Images.Load([path]);
        using var inputs = processor.ProcessImages(Prompt, pictures); // null instead of pictures where there are none
        using var options = new GeneratorParams(model);
        options.SetSearchOption("max_length", 2048); // prompt and answer together; room for all of it is made at once
        using var generator = new Generator(model, options);
        generator.SetInputs(inputs);

        var answer = "";
        while (!generator.IsDone())
        {
            generator.GenerateNextToken();
            answer += tokens.Decode(generator.GetNextTokens()[0]);
        }

        return answer;
    }
}
