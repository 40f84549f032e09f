using System.Text;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;

namespace Qwen.VisionLanguage.Tests;

/// <summary>The demo model's first weights against the answers recorded with the reference implementation.</summary>
[Trait("Category", "Golden")]
public sealed class DemoModelTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("onnx-cpu", QwenPrecision.Float32, 1.0)]
    [InlineData("onnx-cpu", QwenPrecision.Int8, 0.0)]
    [InlineData("onnx-cpu", QwenPrecision.Int4, 0.0)]
    [InlineData("onnx-cpu", QwenPrecision.Int4Plus, 0.0)]
    [InlineData("native-cpu", QwenPrecision.Float32, 1.0)]
    [InlineData("native-cpu", QwenPrecision.Int8, 0.0)]
    [InlineData("native-cpu", QwenPrecision.Int4, 0.0)]
    [InlineData("native-cpu", QwenPrecision.Int4Plus, 0.0)]
    public async Task Recorded_answers_are_reproduced(string device, QwenPrecision precision, double least)
    {
        var cases = HeldOutCase.All();
        var folder = Directory.CreateTempSubdirectory("qwenvl-test-").FullName;
        try
        {
            var options = new QwenModelOptions { Device = device, Precision = precision, ConvertedFolder = folder };
            await using var model = await QwenModel.LoadAsync(HeldOutCase.Checkpoint, options, null, TestContext.Current.CancellationToken);
            var equal = 0;
            foreach (var recorded in cases)
            {
                var answer = await Answer(model, recorded);
                if (answer == recorded.Answer)
                    equal++;
                else if (least == 1)
                    output.WriteLine(
                        $"{recorded.File}: {answer.ReplaceLineEndings(" ")} instead of {recorded.Answer.ReplaceLineEndings(" ")}");
            }

            output.WriteLine($"{device} {precision}: {equal} of {cases.Count} answers equal the recorded ones.");
            Assert.True(
                equal >= least * cases.Count, $"{device} {precision}: only {equal} of {cases.Count} answers equal the recorded ones.");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> Answer(QwenModel model, HeldOutCase recorded)
    {
        var text = new StringBuilder();
        var request = new GenerationRequest { Turns = recorded.Turns(model.Vision, model.Preprocessor), MaxOutputTokens = 400 };
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
            text.Append(update.Text);
        return text.ToString();
    }
}
