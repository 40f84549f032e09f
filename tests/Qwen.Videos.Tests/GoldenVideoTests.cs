using System.Text.Json;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

/// <summary>The golden files through the plugin: every frame shows its number, and the time of every number is known.</summary>
[Trait("Category", "Golden")]
public class GoldenVideoTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false, null)]
    [InlineData(true, 7.0)]
    public async Task Frames_and_times_are_right(bool asVideo, double? fps)
    {
        var files = Goldens.ReadJson("videos.json").GetProperty("files").EnumerateArray().ToList();
        Assert.NotEmpty(files);
        foreach (var entry in files)
        {
            var path = Goldens.Require(entry.GetProperty("file").GetString()!);
            double[] stamps = [.. entry.GetProperty("pts").EnumerateArray().Select(e => e.GetDouble())];
            IReadOnlyList<VideoFrame> seen = [];
            using var client = new WatchingClient((frames, _) =>
            {
                seen = frames;
                return "Something happens.";
            })
            { IsLocal = asVideo };
            var plugin = new VideosTasks(client, new QwenVideoOptions { AllowedFolders = [Path.GetDirectoryName(path)!], Fps = fps });
            if (stamps.Length < 2)
            {
                // a film of one frame, which is on show all the time
                await plugin.DescribeAsync(path);
                Assert.NotEmpty(seen);
                continue;
            }

            using var video = await OpenVideo.OpenAsync(path, cancellationToken: TestContext.Current.CancellationToken);
            foreach (var (start, end) in new (double?, double?)[]
            {
                (null, null),
                ((stamps[^1] - stamps[0]) * 0.4, (stamps[^1] - stamps[0]) * 0.9)
            })
            {
                var result = await plugin.DescribeAsync(video, start, end);
                Check(entry, stamps, seen, result, start ?? 0, end ?? double.MaxValue);
            }
        }
    }

    [Fact]
    public async Task Bad_files_are_refused_with_a_sentence()
    {
        foreach (var name in Goldens.ReadJson("videos.json").GetProperty("bad").EnumerateArray().Select(e => e.GetString()!))
        {
            var plugin = Plugin(name, out var path);
            var error = await Assert.ThrowsAsync<QwenException>(() => plugin.DescribeAsync(path));
            Assert.Contains(Path.GetFileName(path), error.Message, StringComparison.Ordinal);
            output.WriteLine(error.Message);
        }
    }

    [Fact]
    public async Task A_file_that_breaks_off_is_used_as_far_as_it_goes_or_refused()
    {
        foreach (var name in Goldens.ReadJson("videos.json").GetProperty("partial").EnumerateArray().Select(e => e.GetString()!))
        {
            var plugin = Plugin(name, out var path);
            try
            {
                var result = await plugin.DescribeAsync(path);
                Assert.NotEmpty(result.Notes);
                Assert.True(result.Sample.End <= result.Video.Duration);
                output.WriteLine($"{result.Sample.Frames} frames to {result.Sample.End:0.##} s; {string.Join(' ', result.Notes)}");
            }
            catch (QwenException error)
            {
                output.WriteLine(error.Message);
            }
        }
    }

    private void Check(
        JsonElement entry, double[] stamps, IReadOnlyList<VideoFrame> seen, VideoAnswerResult result, double start, double end)
    {
        int width = entry.GetProperty("width").GetInt32(), height =
            entry.GetProperty("height").GetInt32(), rotation = entry.GetProperty("rotation").GetInt32();
        int[] numbers = [.. seen.Select(frame => BarCode.Read(frame.Picture, width, rotation))];
        double[] times = [.. stamps.Select(stamp => stamp - stamps[0])];
        var name = $"{entry.GetProperty("file")} {start:0.##}…{(end < double.MaxValue ? $"{end:0.##}" : "")}";
        Assert.Equal(stamps[0], result.Video.FirstStamp, 1e-4);
        Assert.Equal(rotation % 180 == 0 ? new PictureSize(width, height) : new PictureSize(height, width), result.Video.Size);

        // the very time of each frame, as the model counts it and as the result states it
        for (var k = 0; k < seen.Count; k++)
            Assert.InRange(result.Sample.Start + seen[k].Seconds, times[numbers[k]] - 0.006, NextOf(numbers[k]) + 0.006);
        Assert.InRange(result.Sample.Start, times[numbers[0]] - 1e-3, NextOf(numbers[0]));
        Assert.InRange(result.Sample.End, times[numbers[^1]] - 1e-3, NextOf(numbers[^1]));
        Assert.InRange(result.Frame.Seconds, result.Sample.Start, result.Sample.End);

        // on show at the multiples of the interval, all that lie inside
        var fps = result.Sample.Fps;
        var last = Math.Min(end, result.Video.Duration);
        var moments =
            Enumerable.Range(0, 10_000).Select(k => k / fps).Where(m => m >= start - 1e-4 / fps && m < last - 1e-4 / fps).ToList();
        Assert.Equal((name, moments.Count), (name, numbers.Length));
        Assert.All(moments.Zip(numbers), pair =>
            Assert.InRange(pair.First, times[pair.Second] - 0.0021, NextOf(pair.Second)));
        output.WriteLine($"{name}: {fps:0.###} fps, frames {string.Join(' ', numbers)}");

        // a frame is on show until the next one begins
        double NextOf(int number) => number + 1 < times.Length ? times[number + 1] : result.Video.Duration;
    }

    private static VideosTasks Plugin(string name, out string path)
    {
        path = Goldens.Require(name);
        return new VideosTasks(
            new WatchingClient((_, _) => "Something happens."), new QwenVideoOptions { AllowedFolders = [Path.GetDirectoryName(path)!] });
    }
}
