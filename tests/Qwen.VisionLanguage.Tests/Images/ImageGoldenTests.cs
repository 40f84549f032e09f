using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

[Trait("Category", "Golden")]
public class ImageGoldenTests
{
    [Fact]
    public void Every_golden_picture_is_resized_byte_for_byte_and_cut_into_equal_patches()
    {
        var tensors = Goldens.OpenTensors("images.safetensors");
        var extractor = new PatchExtractor(Published.Preprocessor, Published.Vision);
        int pictures = 0, patchSets = 0;
        foreach (var entry in Goldens.ReadJson("images.json").EnumerateArray())
        {
            var key = entry.GetProperty("key").GetString()!;
            var file = File.ReadAllBytes(Goldens.Require(entry.GetProperty("file").GetString()!));
            var options = new ImageOptions { MaxPixels = entry.GetProperty("max_pixels").GetInt32() };
            var prepared = ImagePreparer.Prepare(file, Published.Preprocessor, Published.Vision, options);

            var (resized, grid) = (entry.GetProperty("resized"), entry.GetProperty("grid"));
            Assert.Equal(new PixelSize(resized[0].GetInt32(), resized[1].GetInt32()), prepared.ModelSize);
            Assert.Equal(new VisionGrid(grid[0].GetInt32(), grid[1].GetInt32(), grid[2].GetInt32()), prepared.Grid);
            Assert.True(
                tensors.ReadBytes($"{key}/resized").AsSpan().SequenceEqual(prepared.Frames.Single().Pixels),
                $"{key}: resized bytes differ.");

            var patches = new float[prepared.Grid.PatchCount * extractor.PatchLength];
            extractor.Extract(prepared.Frames[0], prepared.Frames[0], patches);
            AssertRelative(entry.GetProperty("patch_sum").GetDouble(), patches.Sum(v => (double)v), $"{key}: sum");
            AssertRelative(entry.GetProperty("patch_abs").GetDouble(), patches.Sum(v => Math.Abs((double)v)), $"{key}: sum of sizes");
            if (entry.GetProperty("patches").GetBoolean())
            {
                var expected = tensors.ReadFloats($"{key}/patches");
                Assert.Equal(expected.Length, patches.Length);
                var worst = expected.Zip(patches, (a, b) => Math.Abs(a - b)).Max();
                Assert.True(worst <= 1e-6, $"{key}: patches differ by {worst}.");
                patchSets++;
            }

            pictures++;
        }

        Assert.True(pictures > 0 && patchSets > 0, "images.json names no picture with patches.");
    }

    [Fact]
    public void Every_golden_format_shows_its_picture()
    {
        var failures = new List<string>();
        var formats = 0;
        foreach (var entry in Goldens.ReadJson("formats.json").EnumerateArray())
        {
            formats++;
            var name = entry.GetProperty("file").GetString()!;
            var shown = ImageDecoder.Decode(File.ReadAllBytes(Goldens.Require(name)));
            var expected = ImageDecoder.Decode(File.ReadAllBytes(Goldens.Require(entry.GetProperty("expected").GetString()!)));
            if (shown.Size != expected.Size)
            {
                failures.Add($"{name}: {shown.Size} instead of {expected.Size}");
                continue;
            }

            var differences = shown.Pixels.Zip(expected.Pixels, (a, b) => Math.Abs(a - b)).ToArray();
            var exact = entry.GetProperty("exact").GetBoolean();
            if (differences.Max() > (exact ? 0 : entry.GetProperty("max_difference").GetDouble()) ||
                differences.Average() > (exact ? 0 : entry.GetProperty("mean_difference").GetDouble()))
                failures.Add($"{name}: differs by up to {differences.Max()}, {differences.Average():0.000} in the mean");
        }

        Assert.True(formats > 0, "formats.json is empty.");
        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void A_cut_golden_format_is_refused_or_shows_all_the_same()
    {
        var failures = new List<string>();
        int cut = 0, refused = 0;
        foreach (var name in Goldens.ReadJson("formats.json").EnumerateArray().Select(e => e.GetProperty("file").GetString()!))
        {
            var file = File.ReadAllBytes(Goldens.Require(name));
            var whole = ImageDecoder.Decode(file).Pixels;
            for (var part = 1; part < 20; part++, cut++)
            {
                try
                {
                    if (!whole.AsSpan().SequenceEqual(ImageDecoder.Decode(file.AsMemory(0, file.Length * part / 20)).Pixels))
                        failures.Add($"{name} cut to {part} of 20 parts");
                }
                catch (QwenException)
                {
                    refused++;
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(refused > cut / 2, $"Only {refused} of {cut} cut files were refused.");
    }

    private static void AssertRelative(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= 1e-6 * Math.Abs(expected), $"{what} is {actual} instead of {expected}.");
}
