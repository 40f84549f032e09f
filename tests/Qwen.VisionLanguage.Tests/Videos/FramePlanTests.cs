using System.Text.Json;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Videos;

public class FramePlanTests
{
    [Fact]
    [Trait("Category", "Golden")]
    public void Every_golden_plan_is_equal_and_every_golden_error_is_an_error()
    {
        var failures = new List<string>();
        var plans = 0;
        foreach (var entry in Goldens.ReadJson("video_plans.json").EnumerateArray())
        {
            plans++;
            if (Difference(entry) is { } difference)
                failures.Add($"{entry.ToString()[..Math.Min(200, entry.ToString().Length)]}: {difference}");
        }

        Assert.True(plans > 0, "video_plans.json is empty.");
        Assert.True(failures.Count == 0, $"{failures.Count} of {plans} differ:\n{string.Join('\n', failures.Take(20))}");
    }

    [Theory]
    [InlineData(300, 30, 20, 2.0)]
    [InlineData(9000, 30, 600, 2.0)]
    [InlineData(108000, 30, 768, 768 / 3600.0)]
    [InlineData(100, 29.97, 6, 1.7982)]
    [InlineData(45, 30, 4, 120 / 45.0)]
    [InlineData(7, 30, 4, 120 / 7.0)]
    [InlineData(3, 30, 2, 20)]
    public void Default_options_give_the_documented_counts_and_rates(int total, double fps, int count, double sampleFps)
    {
        var plan = FramePlan.Create(total, fps, new VideoOptions());
        Assert.Equal(count, plan.Indices.Count);
        Assert.Equal(sampleFps, plan.SampleFps, 1e-9);
        Assert.Equal((0, total - 1), (plan.Indices[0], plan.Indices[^1]));
    }

    [Fact]
    public void Ten_seconds_at_thirty_frames_give_the_documented_indices() =>
        Assert.Equal([0, 16, 31, 47], FramePlan.Create(300, 30, new VideoOptions()).Indices.Take(4));

    [Theory]
    [InlineData(1920, 1080, 20, null, null, 1008, 560)]
    [InlineData(1920, 1080, 600, null, null, 728, 392)]
    [InlineData(1920, 1080, 768, null, null, 644, 336)]
    [InlineData(952, 532, 60, 16 * 784, 20480L * 784, 952, 532)]
    public void Budgets_give_the_documented_sizes(
        int width, int height, int frames, int? minPixels, long? totalPixels, int fitWidth, int fitHeight) =>
        Assert.Equal(
            new PixelSize(fitWidth, fitHeight),
            FrameBudget.Fit(
                new PixelSize(width, height), frames, new VideoOptions { MinPixels = minPixels, TotalPixels = totalPixels }, 28));

    [Fact]
    public void One_frame_and_contradicting_options_are_refused()
    {
        Assert.Contains(
            "picture", Assert.Throws<QwenException>(() => FramePlan.Create(1, 30, new VideoOptions())).Message, StringComparison.Ordinal);
        Assert.Throws<QwenException>(() => FramePlan.Create(100, 30, new VideoOptions { Fps = 1, FrameCount = 4 }));
        Assert.Throws<QwenException>(() => FramePlan.Create(100, 30, new VideoOptions { Fps = 0 }));
        Assert.Throws<QwenException>(() => FramePlan.Create(100, double.NaN, new VideoOptions()));
        Assert.Throws<QwenException>(() => FramePlan.Create(100, 30, new VideoOptions { Start = double.NaN }));
        Assert.Throws<QwenException>(() => FramePlan.Create(1_000_000, 30, new VideoOptions { FrameCount = 1_000_000 }));
    }

    private static string? Difference(JsonElement entry)
    {
        int total = entry.GetProperty("frames").GetInt32(), width =
            entry.GetProperty("width").GetInt32(), height = entry.GetProperty("height").GetInt32();
        FramePlan plan;
        PixelSize size;
        try
        {
            var options = ReadOptions(entry.GetProperty("options"));
            plan = FramePlan.Create(total, entry.GetProperty("fps").GetDouble(), options);
            size = FrameBudget.Fit(new PixelSize(width, height), plan.Indices.Count, options, 28);
        }
        catch (QwenException error)
        {
            return entry.TryGetProperty("error", out _) ? null : error.Message;
        }

        if (entry.TryGetProperty("error", out var wanted))
            return $"should be an error: {wanted}";
        if (DifferenceOfIndices(entry, plan.Indices) is { } indices)
            return indices;
        if (!Close(entry.GetProperty("sample_fps").GetDouble(), plan.SampleFps))
            return $"sample_fps {plan.SampleFps}";
        if (!Close(entry.GetProperty("second_per_grid").GetDouble(), plan.SecondsPerGrid))
            return $"second_per_grid {plan.SecondsPerGrid}";
        // where the reference shrinks a strip to nothing, at least one unit is kept
        var (resizedWidth, resizedHeight) = (entry.GetProperty("resized")[0].GetInt32(), entry.GetProperty("resized")[1].GetInt32());
        if (size != new PixelSize(Math.Max(28, resizedWidth), Math.Max(28, resizedHeight)))
            return $"size {size}";
        var grid = new VisionGrid(plan.Indices.Count / 2, size.Height / 14, size.Width / 14);
        return resizedWidth * resizedHeight == 0 || grid.TokenCount == entry.GetProperty("tokens").GetInt32()
            ? null
            : $"tokens {grid.TokenCount}";
    }

    private static string? DifferenceOfIndices(JsonElement entry, IReadOnlyList<int> indices)
    {
        if (entry.TryGetProperty("indices", out var all) && all.ValueKind == JsonValueKind.Array)
            return Numbers(all).SequenceEqual(indices) ? null : $"indices {string.Join(' ', indices)}";
        var summary = all.ValueKind == JsonValueKind.Object ? all : entry;
        return summary.GetProperty("count").GetInt32() == indices.Count
            && Numbers(summary.GetProperty("first")).SequenceEqual(indices.Take(32))
            && Numbers(summary.GetProperty("last")).SequenceEqual(indices.TakeLast(32))
            && summary.GetProperty("sum").GetInt64() == indices.Sum(i => (long)i)
            ? null
            : $"{indices.Count} indices, sum {indices.Sum(i => (long)i)}";
    }

    private static VideoOptions ReadOptions(JsonElement options)
    {
        double? Number(string name) => options.TryGetProperty(name, out var value) ? value.GetDouble() : null;
        return new VideoOptions
        {
            Fps = Number("fps"),
            FrameCount = (int?)Number("nframes"),
            MinFrames = (int?)Number("min_frames") ?? 4,
            MaxFrames = (int?)Number("max_frames") ?? 768,
            Start = Number("video_start"),
            End = Number("video_end"),
            MinPixels = (int?)Number("min_pixels"),
            MaxPixels = (int?)Number("max_pixels"),
            TotalPixels = (long?)Number("total_pixels"),
            ResizedWidth = (int?)Number("resized_width"),
            ResizedHeight = (int?)Number("resized_height"),
        };
    }

    private static IEnumerable<int> Numbers(JsonElement array) => array.EnumerateArray().Select(e => e.GetInt32());

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected);
}
