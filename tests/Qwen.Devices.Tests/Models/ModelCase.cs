using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.Devices.Tests.Models;

/// <summary>A prompt for a checkpoint.</summary>
/// <param name="Name">Name for messages.</param>
/// <param name="CreatePrompt">Makes the prompt for the opened checkpoint.</param>
internal sealed record ModelCase(string Name, Func<Checkpoint, ChatPrompt> CreatePrompt)
{
    /// <summary>The golden cases of a checkpoint.</summary>
    public static IReadOnlyList<ModelCase> Golden(string checkpoint)
        => [.. GoldenModelCase.All()
            .Where(c => c.Checkpoint == checkpoint)
            .Select(c => new ModelCase(c.Name, opened => c.Prompt(opened.Config)))];

    /// <summary>A drawn picture and a question, for the demo checkpoint.</summary>
    public static ModelCase Demo() => new(
        "demo",
        checkpoint => new ChatPromptBuilder(QwenTokenizer.Load(checkpoint.Folder), checkpoint.Config)
            .Build(DemoTurns(checkpoint.Preprocessor, checkpoint.Config.Vision), new ChatPromptOptions()));

    /// <summary>The turns of <see cref="Demo"/>.</summary>
    public static IReadOnlyList<ChatTurn> DemoTurns(PreprocessorConfig preprocessor, VisionConfig vision)
    {
        var picture = ImagePreparer.Prepare(Picture(8 * vision.PatchSize, 10 * vision.PatchSize), preprocessor, vision);
        return [new ChatTurn(ChatTurnRole.User, [new MediaPart(picture), new TextPart("What is in the picture?")])];
    }

    /// <summary>A dark square on a colour gradient.</summary>
    private static RgbImage Picture(int height, int width)
    {
        var pixels = new byte[height * width * 3];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var inside = Math.Abs(x - width / 3) < height / 5 && Math.Abs(y - height / 2) < height / 5;
                var pixel = pixels.AsSpan((y * width + x) * 3, 3);
                pixel[0] = inside ? (byte)30 : (byte)(255 * x / width);
                pixel[1] = inside ? (byte)40 : (byte)(255 * y / height);
                pixel[2] = inside ? (byte)120 : (byte)200;
            }
        }

        return new RgbImage(width, height, pixels);
    }
}
