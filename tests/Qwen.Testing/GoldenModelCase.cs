using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.Testing;

/// <summary>One case of the golden model data: a prompt, its media, and what the reference computed for it.</summary>
public sealed class GoldenModelCase
{
    private readonly JsonElement json;

    private GoldenModelCase(JsonElement json)
    {
        this.json = json;
        Tensors = Goldens.OpenTensors(json.GetProperty("file").GetString()!);
    }

    /// <summary>Name for messages.</summary>
    public string Name => $"{Checkpoint}/{json.GetProperty("case").GetString()}";

    /// <summary>Name of the checkpoint's folder.</summary>
    public string Checkpoint => json.GetProperty("checkpoint").GetString()!;

    /// <summary>The case's tensors.</summary>
    public GoldenTensors Tensors { get; }

    /// <summary>Prompt ids, placeholders expanded.</summary>
    public int[] Ids => Integers("ids");

    /// <summary>The next position after the prompt minus its length.</summary>
    public int Delta => json.GetProperty("delta").GetInt32();

    /// <summary>Tokens of the greedy answer.</summary>
    public int[] Greedy => Integers("greedy");

    /// <summary>Positions (time, height, width) of every token.</summary>
    public int[][] Positions => [.. json.GetProperty("positions").EnumerateArray().Select(p => p.EnumerateArray().Select(v => v.GetInt32()).ToArray())];

    /// <summary>All cases of the golden data; skips the running test where they are absent.</summary>
    public static IReadOnlyList<GoldenModelCase> All()
    {
        var folder = Goldens.Require("model");
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file => Goldens.ReadJson(Path.Combine("model", Path.GetFileName(file))).EnumerateArray().Select(c => new GoldenModelCase(c)))];
    }

    /// <summary>Folder of the case's checkpoint.</summary>
    public string CheckpointFolder() => Goldens.Require(Path.Combine("checkpoints", Checkpoint));

    /// <summary>The prompt with its media, their frames recovered from the reference's patches.</summary>
    public ChatPrompt Prompt(ModelConfig config, PreprocessorConfig preprocessor) => new(Ids, Media(config, preprocessor), "");

    /// <summary>Pictures and videos in prompt order.</summary>
    public IReadOnlyList<PreparedVision> Media(ModelConfig config, PreprocessorConfig preprocessor)
    {
        var images = new Queue<PreparedVision>(Visions("image", config, preprocessor));
        var videos = new Queue<PreparedVision>(Visions("video", config, preprocessor));
        var media = new List<PreparedVision>();
        var ids = Ids;
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] == config.VisionStartTokenId)
                media.Add(ids[i + 1] == config.VideoTokenId ? videos.Dequeue() : images.Dequeue());
        }

        return media;
    }

    private IEnumerable<PreparedVision> Visions(string kind, ModelConfig config, PreprocessorConfig preprocessor)
    {
        var grids = json.GetProperty($"{kind}_grids").EnumerateArray().ToList();
        for (var n = 0; n < grids.Count; n++)
        {
            var grid = new VisionGrid(grids[n][0].GetInt32(), grids[n][1].GetInt32(), grids[n][2].GetInt32());
            var size = new PixelSize(grid.W * config.Vision.PatchSize, grid.H * config.Vision.PatchSize);
            yield return new PreparedVision
            {
                Frames = FramesOf(Tensors.ReadFloats($"{kind}_patches_{n}"), grid, size, config.Vision, preprocessor, kind == "video"),
                IsVideo = kind == "video",
                Grid = grid,
                SourceSize = size,
                ModelSize = size,
                SecondsPerGrid = kind == "video" ? json.GetProperty("second_per_grid")[n].GetDouble() : 1,
            };
        }
    }

    /// <summary>Undoes patches: rows in merge order, columns channel → frame → row → column, normalised colours.</summary>
    private static List<RgbImage> FramesOf(
        float[] patches, VisionGrid grid, PixelSize size, VisionConfig vision, PreprocessorConfig preprocessor, bool video)
    {
        var frames = Enumerable.Range(0, video ? 2 * grid.T : 1).Select(_ => new byte[size.Width * size.Height * 3]).ToList();
        var (edge, merge) = (vision.PatchSize, vision.MergeSize);
        for (var row = 0; row < grid.PatchCount; row++)
        {
            var (slice, patch) = Math.DivRem(row, grid.H * grid.W);
            var (unit, inner) = Math.DivRem(patch, merge * merge);
            var top = (unit / (grid.W / merge) * merge + inner / merge) * edge;
            var left = (unit % (grid.W / merge) * merge + inner % merge) * edge;
            for (var column = 0; column < vision.PatchLength; column++)
            {
                var (x, y) = (column % edge, column / edge % edge);
                var frame = column / (edge * edge) % 2;
                var channel = column / (2 * edge * edge);
                if (!video && frame == 1)
                    continue;
                var value = patches[row * vision.PatchLength + column] * preprocessor.StandardDeviation[channel] + preprocessor.Mean[channel];
                var target = frames[video ? 2 * slice + frame : 0];
                target[((top + y) * size.Width + left + x) * 3 + channel] = (byte)MathF.Round(value * 255);
            }
        }

        return [.. frames.Select(pixels => new RgbImage(size.Width, size.Height, pixels))];
    }

    private int[] Integers(string name) => [.. json.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
}
