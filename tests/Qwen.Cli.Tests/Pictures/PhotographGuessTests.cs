using Qwen.Cli.Pictures;
using Qwen.Cli.Tests.Evaluation;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Cli.Tests.Pictures;

/// <summary>The demo model says of photographs that it never learned them, and of nothing that it did learn.</summary>
public sealed class PhotographGuessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-photograph").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void No_picture_that_the_demo_model_learned_is_taken_for_a_photograph()
    {
        var files = Directory.GetFiles(CaseFolders.Embedded, "*.png");
        Assert.NotEmpty(files);
        Assert.DoesNotContain(files, file => PhotographGuess.IsLikely(ImageDecoder.Decode(File.ReadAllBytes(file))));
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    public async Task A_photograph_is_told(SKEncodedImageFormat format)
    {
        var file = Path.Combine(folder, "photo." + format);
        await File.WriteAllBytesAsync(file, Grainy(format), TestContext.Current.CancellationToken);
        var run = await DemoPictures.AskAsync("locate", "cat", file, "--max-tokens", "4");
        Assert.Contains("The demo model never learned to look at photographs", run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_of_things_are_told_before_they_are_asked()
    {
        var run = await DemoPictures.AskAsync("recognise", DemoPictures.Path("box112-00.png"), "--max-tokens", "4");
        Assert.Contains("The demo model never learned the names of things", run.Notes, StringComparison.Ordinal);
    }

    // light that changes everywhere, and grain as a sensor has it
    private static byte[] Grainy(SKEncodedImageFormat format)
    {
        var random = new Random(5);
        using var bitmap = new SKBitmap(400, 320);
        for (var i = 0; i < 400 * 320; i++)
        {
            var light = 60 + i % 400 / 5 + i / 400 / 4 + random.Next(-24, 24);
            bitmap.SetPixel(i % 400, i / 400, new SKColor((byte)light, (byte)(light * 0.8), (byte)(200 - light / 2)));
        }

        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
