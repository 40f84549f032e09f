using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Qwen.Perception.Tests;

/// <summary>The code of the plugins' page; it runs here.</summary>
public class DocumentationTests
{
    private readonly IChatClient client = new FixedAnswerClient(
        """{"company": "Tea House", "total": "$12.50", "bbox_2d": [28, 28, 56, 56], "label": "star"}""");
    private readonly byte[] picture = TestPicture.Encode(168, 112);

    [Fact]
    public void The_page_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("docs/plugins.md", "tests/Qwen.Perception.Tests/DocumentationTests.cs");

    [Fact]
    public async Task Locate()
    {
        var grounding = new GroundingTasks(client);
        var found = await grounding.LocateAsync(picture, "yellow star");
        foreach (var box in found.Boxes)
            Console.WriteLine($"{box.Label}: {box.X1}, {box.Y1} to {box.X2}, {box.Y2}");
        byte[] png = FindingsDrawing.DrawPng(picture, found.Boxes);

        Assert.Single(found.Boxes);
        Assert.NotEmpty(png);
    }

    [Fact]
    public async Task Decoded_by_the_application()
    {
        var grounding = new GroundingTasks(client);
        var path = Path.Combine(Directory.CreateTempSubdirectory("qwenvl-docs-").FullName, "a.png");
        await File.WriteAllBytesAsync(path, picture, TestContext.Current.CancellationToken);

        using var image = Image.Load<Rgb24>(path);
        var pixels = new byte[image.Width * image.Height * 3];
        image.CopyPixelDataTo(pixels);
        var stars = await grounding.LocateAsync(new RgbImage(image.Width, image.Height, pixels), "yellow star");

        Assert.Equal((await grounding.LocateAsync(picture, "yellow star")).RawText, stars.RawText);
        Assert.Equal(new PictureSize(168, 112), stars.PictureSize);
        Assert.Equal(ImageDecoder.Decode(picture).Pixels, pixels);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Fact]
    public async Task Register()
    {
        var folder = RepositoryFiles.DemoCheckpoint;

        var builder = Kernel.CreateBuilder();
        builder.AddQwenChatCompletion(folder);
        builder.Plugins.AddQwenGrounding();
        builder.Plugins.AddQwenReading(options: new QwenPictureOptions { AllowedFolders = ["/srv/receipts"] });
        var kernel = builder.Build();
        var count = await kernel.InvokeAsync<CountResult>(
            "Grounding", "count", new KernelArguments { ["picture"] = picture, ["what"] = "red circles" });

        Assert.Equal(new PictureSize(168, 112), count!.PictureSize);
        await ((ServiceProvider)kernel.Services).DisposeAsync();
    }

    [Fact]
    public void Tools()
    {
        var options = new ChatOptions { Tools = [.. new ReadingTasks(client).AsTools()] };

        Assert.Equal(5, options.Tools.Count);
    }

    [Fact]
    public async Task Extract()
    {
        var receipt = await new ReadingTasks(client).ExtractAsync(picture, ReceiptJsonContext.Default.Receipt);
        Console.WriteLine($"{receipt.Value?.Company}: {receipt.Value?.Total}");

        Assert.Equal(12.5m, receipt.Value!.Total);
    }
}
