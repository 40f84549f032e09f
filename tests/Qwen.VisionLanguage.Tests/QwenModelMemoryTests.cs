using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;
using Qwen.VisionLanguage.Tests.Videos;

namespace Qwen.VisionLanguage.Tests;

/// <summary>What a model leaves behind. Runs with nothing beside it, because it looks at the memory of the whole process.</summary>
[Collection(nameof(Alone))]
public sealed class QwenModelMemoryTests
{
    [Fact]
    public async Task Memory_returns_after_disposal()
    {
        for (var warmUp = 0; warmUp < 3; warmUp++)
            await Cycle();
        var before = ResidentBytes();
        for (var round = 0; round < 10; round++)
            await Cycle();
        var growth = ResidentBytes() - before;
        Assert.True(growth < 40 << 20, $"Ten loads and disposals left {growth / (1 << 20)} MB behind; one model takes about 30 MB.");
    }

    private static async Task Cycle()
    {
        await using var model = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu" });
        var picture = ImagePreparer.Prepare(new RgbImage(112, 112, new byte[112 * 112 * 3]), model.Preprocessor, model.Vision);
        var request = new GenerationRequest
        {
            Turns = [new ChatTurn(
                ChatTurnRole.User, [new MediaPart(picture), new TextPart("How many red circles are there in the image?")])],
            MaxOutputTokens = 50,
        };
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
            Assert.NotNull(update);
    }

    private static long ResidentBytes()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
