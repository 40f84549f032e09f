using System.Text.Json;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;
using Qwen.VisionLanguage.Videos;
using Xunit;

namespace Qwen.Testing;

/// <summary>
/// One recorded answer of <see cref="Checkpoint"/>: a picture or clip, a question, and what the reference implementation answered.
/// </summary>
public sealed class HeldOutCase
{
    private readonly JsonElement json;
    private readonly string folder;

    private HeldOutCase(string folder, JsonElement json) => (this.folder, this.json) = (folder, json);

    /// <summary>
    /// The checkpoint that gave the recorded answers: the folder around the cases. The demo model was trained on from it.
    /// </summary>
    public static string Checkpoint => Path.GetDirectoryName(Place)!;

    private static string Place => Environment.GetEnvironmentVariable("QWENVL_HELDOUT") is { Length: > 0 } set
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(set))
        : Path.GetFullPath(Path.Combine(RepositoryFiles.Root, "..", "shared", "demo-checkpoint", "heldout"));

    /// <summary>Name of the picture's file, for messages.</summary>
    public string File => json.GetProperty("file").GetString()!;

    /// <summary>What is asked.</summary>
    public string Prompt => json.GetProperty("prompt").GetString()!;

    /// <summary>The recorded answer.</summary>
    public string Answer => json.GetProperty("answer").GetString()!;

    /// <summary>Everything recorded about the case: task, truth, reference, whether the recorded answer is right.</summary>
    public JsonElement Json => json;

    /// <summary>The picture's file.</summary>
    public byte[] ReadPicture() => System.IO.File.ReadAllBytes(Path.Combine(folder, File));

    /// <summary>
    /// The folder of the cases: the one named by <c>QWENVL_HELDOUT</c>, else <c>../shared/demo-checkpoint/heldout</c>; skips the
    /// running test where it is absent.
    /// </summary>
    public static string RequireFolder()
    {
        if (!System.IO.File.Exists(Path.Combine(Place, "cases.json")))
            Assert.Skip($"Recorded answers are not at {Place} (set QWENVL_HELDOUT to their folder, inside their checkpoint's).");
        return Place;
    }

    /// <summary>All cases of <see cref="RequireFolder"/>.</summary>
    public static IReadOnlyList<HeldOutCase> All()
    {
        var folder = RequireFolder();
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(folder, "cases.json")));
        return [.. document.RootElement.EnumerateArray().Select(c => new HeldOutCase(folder, c.Clone()))];
    }

    /// <summary>The conversation: the picture first, then the question. A clip is stored as a strip of its frames.</summary>
    public IReadOnlyList<ChatTurn> Turns(VisionConfig vision, PreprocessorConfig preprocessor)
    {
        var file = System.IO.File.ReadAllBytes(Path.Combine(folder, File));
        var media = json.TryGetProperty("frames", out var frames)
            ? Clip(ImageDecoder.Decode(file), frames.GetInt32(), vision, preprocessor)
            : ImagePreparer.Prepare(file, preprocessor, vision);
        return [new ChatTurn(ChatTurnRole.User, [new MediaPart(media), new TextPart(Prompt)])];
    }

    private PreparedVision Clip(RgbImage strip, int count, VisionConfig vision, PreprocessorConfig preprocessor)
    {
        var width = json.GetProperty("frame_width").GetInt32();
        var fps = json.GetProperty("fps").GetDouble();
        var frames = new List<VideoFrame>();
        for (var n = 0; n < count; n++)
        {
            var pixels = new byte[width * strip.Height * 3];
            for (var y = 0; y < strip.Height; y++)
                strip.Pixels.AsSpan((y * strip.Width + n * width) * 3, width * 3).CopyTo(pixels.AsSpan(y * width * 3));
            frames.Add(new VideoFrame(n / fps, new RgbImage(width, strip.Height, pixels)));
        }

        var options = new VideoOptions { Fps = fps, MinPixels = preprocessor.MinPixels };
        return VideoPreparer.PrepareFrames(frames, preprocessor, vision, options);
    }
}
