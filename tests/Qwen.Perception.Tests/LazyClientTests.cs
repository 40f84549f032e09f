using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Extensions.AI.Media;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests;

/// <summary>A registered client loads its model with the first question, which must not be answered otherwise than the next.</summary>
public class LazyClientTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_first_call_equals_every_later_one(bool isLarge)
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(
            options => (options.CheckpointFolder, options.Device, options.Threads) = (HeldOutCase.Checkpoint, "cpu", 2));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IChatClient>();
        MediaSource picture = isLarge
            ? TestPicture.Encode(1000, 800)
            : HeldOutCase.All().First(question => question.Json.GetProperty("task").GetString() == "boxn112").ReadPicture();
        Assert.Null(client.GetService<QwenModel>());

        var grounding = new GroundingTasks(client);
        var first = await grounding.LocateAsync(picture, "item", cancellationToken: TestContext.Current.CancellationToken);
        var second = await grounding.LocateAsync(picture, "item", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(JsonSerializer.Serialize(first), JsonSerializer.Serialize(second));
        if (isLarge)
            Assert.True(first.ModelSize.Width < 1000, "The model's own limit did not hold.");
        else
            Assert.All(first.Boxes, box => Assert.NotNull(box.Confidence));
    }
}
