using System.Text;
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
    public int[][] Positions =>
        [.. json.GetProperty("positions").EnumerateArray().Select(p => p.EnumerateArray().Select(v => v.GetInt32()).ToArray())];

    /// <summary>All cases of the golden data; skips the running test where they are absent.</summary>
    public static IReadOnlyList<GoldenModelCase> All()
    {
        var folder = Goldens.Require("model");
        return [.. Directory.EnumerateFiles(folder, "*.json").Order(StringComparer.Ordinal)
            .SelectMany(file =>
                Goldens.ReadJson(Path.Combine("model", Path.GetFileName(file))).EnumerateArray().Select(c => new GoldenModelCase(c)))];
    }

    /// <summary>Folder of the case's checkpoint.</summary>
    public string CheckpointFolder() => Goldens.Require(Path.Combine("checkpoints", Checkpoint));

    /// <summary>The prompt with its media.</summary>
    internal ChatPrompt Prompt(ModelConfig config) => new(Ids, Media(config), "");

    /// <summary>The encoder's input for all pictures or all videos, one after the other. // [patches, patch length]</summary>
    public float[] Patches(string kind)
        => [.. Enumerable.Range(0, json.GetProperty($"{kind}_grids").GetArrayLength())
            .SelectMany(n => Tensors.ReadFloats($"{kind}_patches_{n}"))];

    /// <summary>Pictures and videos in prompt order.</summary>
    internal IReadOnlyList<PreparedVision> Media(ModelConfig config)
    {
        var images = new Queue<PreparedVision>(Visions("image", config));
        var videos = new Queue<PreparedVision>(Visions("video", config));
        var media = new List<PreparedVision>();
        var ids = Ids;
        for (var i = 0; i < ids.Length; i++)
        {
            if (ids[i] == config.VisionStartTokenId)
                media.Add(ids[i + 1] == config.VideoTokenId ? videos.Dequeue() : images.Dequeue());
        }

        return media;
    }

    private IEnumerable<PreparedVision> Visions(string kind, ModelConfig config)
    {
        var grids = json.GetProperty($"{kind}_grids").EnumerateArray().ToList();
        for (var n = 0; n < grids.Count; n++)
        {
            var grid = new VisionGrid(grids[n][0].GetInt32(), grids[n][1].GetInt32(), grids[n][2].GetInt32());
            var size = new PixelSize(grid.W * config.Vision.PatchSize, grid.H * config.Vision.PatchSize);
            yield return new PreparedVision
            {
                Frames = NameFrames(kind, n, grid, size),
                IsVideo = kind == "video",
                Grid = grid,
                SourceSize = size,
                ModelSize = size,
                SecondsPerGrid = kind == "video" ? json.GetProperty("second_per_grid")[n].GetDouble() : 1,
            };
        }
    }

    /// <summary>
    /// The reference's patches are noise beyond the range of bytes, so no picture gives them: the frames here are only names,
    /// different for every slice, and <see cref="Patches"/> is what the encoder has to take.
    /// </summary>
    private List<RgbImage> NameFrames(string kind, int medium, VisionGrid grid, PixelSize size)
    {
        var frames = new List<RgbImage>();
        for (var frame = 0; frame < (kind == "video" ? 2 * grid.T : 1); frame++)
        {
            var pixels = new byte[size.Width * size.Height * 3];
            Encoding.UTF8.GetBytes($"{Name} {kind} {medium} {frame}").CopyTo(pixels, 0);
            frames.Add(new RgbImage(size.Width, size.Height, pixels));
        }

        return frames;
    }

    private int[] Integers(string name) => [.. json.GetProperty(name).EnumerateArray().Select(v => v.GetInt32())];
}
