using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.Videos.Live;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

public class LiveVideoTests(ITestOutputHelper output)
{
    [Fact]
    public void Half_a_day_fades_but_stays()
    {
        var memory = new FadingMemory(fps: 2, densePairs: 32);
        var most = 0;
        for (var i = 0; i < 100_000; i++)
        {
            memory.Add(new VideoFrame(i / 2.0, new RgbImage(4, 2, new byte[24])));
            most = Math.Max(most, memory.Count);
            if (i > 1000 && i % 997 == 0)
                CheckDensity(memory, i / 2.0);
        }

        var times = memory.Frames.Select(frame => frame.Seconds).ToList();
        output.WriteLine(
            $"{most} pairs at most of 50000; ages of the frames that are left: "
            + $"{string.Join(' ', times.AsEnumerable().Reverse().Where((_, i) => i % 24 == 0).Select(t => 49999.5 - t))}");
        Assert.Equal(0, times[0]);
        Assert.True(most < 32 * (1 + 0.5 * Math.Log2(50_000 / 32.0)) + 32, $"{most} pairs");
    }

    [Fact]
    public async Task The_first_question_to_a_client_that_loads_later_equals_every_later_one()
    {
        var services = new ServiceCollection();
        services.AddQwenChatClient(
            options => (options.CheckpointFolder, options.Device, options.Threads) = (RepositoryFiles.DemoCheckpoint, "cpu", 2));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<IChatClient>();
        var live = new LiveVideo(client, new LiveVideoOptions { Asking = new QwenVideoOptions { MaxOutputTokens = 16 } });
        for (var i = 0; i < 4; i++)
            live.Push(new VideoFrame(i, new RgbImage(112, 112, Enumerable.Repeat((byte)(60 * i), 112 * 112 * 3).ToArray())));
        Assert.Null(client.GetService<QwenModel>());

        var first = await live.AskAsync("What is shown?", cancellationToken: TestContext.Current.CancellationToken);
        var second = await live.AskAsync("What is shown?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.NotNull(first.Confidence);
        Assert.Equal(
            (first.RawText[0], first.Sample, Math.Round(first.Confidence.Value, 4)),
            (second.RawText[0], second.Sample, Math.Round(second.Confidence!.Value, 4)));
    }

    [Fact]
    public async Task Memory_stays_bounded_and_answers_see_first_and_last_moment()
    {
        IReadOnlyList<VideoFrame> seen = [];
        using var client = new WatchingClient((frames, question) =>
        {
            seen = frames;
            return question.Contains("when", StringComparison.Ordinal) ? "The given query happens in 1.0 - 3.0 seconds." : "A light.";
        });
        var live = new LiveVideo(client, new LiveVideoOptions { Fps = 1, DenseFrames = 32, MinPixels = 3136, MaxPixels = 3136 });
        await Assert.ThrowsAsync<QwenException>(
            () => live.AskAsync("What is there?", cancellationToken: TestContext.Current.CancellationToken));
        var pixels = new byte[64 * 64 * 3];
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await live.WatchAsync(Stream(), TestContext.Current.CancellationToken);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        var answer = await live.AskAsync("What is there?", cancellationToken: TestContext.Current.CancellationToken);
        output.WriteLine($"100000 frames of 12 KiB: {seen.Count} left, {(after - before) / 1024} KiB");
        Assert.True(after - before < 8 << 20);
        Assert.Equal(("A light.", 0.0, 24_999.0), (answer.Answer, answer.Sample.Start, answer.Sample.End));
        Assert.Equal((0.0, 24_999.0), (seen[0].Seconds, seen[^1].Seconds));
        Assert.Equal((100.0, 24_999.75), (answer.Video.FirstStamp, answer.Video.Duration));

        var late = await live.FindEventAsync("a light", since: 24_990, TestContext.Current.CancellationToken);
        Assert.Equal((24_991, 24_993), (late.Events[0].Start, late.Events[0].End));
        Assert.Throws<QwenException>(() => live.Push(new VideoFrame(50, new RgbImage(64, 64, pixels))));
        Assert.Throws<QwenException>(() => live.Push(new VideoFrame(90_000, new RgbImage(32, 64, new byte[32 * 64 * 3]))));

        async IAsyncEnumerable<VideoFrame> Stream()
        {
            for (var i = 0; i < 100_000; i++) // four a second, the clock of the stream starts at 100
                yield return new VideoFrame(100 + i / 4.0, new RgbImage(64, 64, pixels));
            await Task.CompletedTask;
        }
    }

    [Fact]
    public void A_stream_that_pauses_fades_all_the_same()
    {
        var memory = new FadingMemory(fps: 2, densePairs: 8);
        for (var i = 0; i < 64; i++)
            memory.Add(new VideoFrame(i / 2.0, new RgbImage(1, 1, new byte[3])));
        memory.Add(new VideoFrame(10_000, new RgbImage(1, 1, new byte[3])));
        Assert.Equal([0, 0.5, 10_000, 10_000], memory.Frames.Select(frame => frame.Seconds));
    }

    /// <summary>The gap between two neighbours is at most their age by the number of dense pairs, and grows by doubling.</summary>
    private static void CheckDensity(FadingMemory memory, double now)
    {
        var starts = memory.Frames.Where((_, i) => i % 2 == 0).Select(frame => frame.Seconds).ToList();
        for (var i = 1; i < starts.Count; i++)
            Assert.True(
                starts[i] - starts[i - 1] <= Math.Max(1, 2 * (now - starts[i - 1]) / 32), $"at {now}: {starts[i - 1]} … {starts[i]}");
    }
}
