// One idea: ask when something happens in a video. Needs ffmpeg, to write the clip here and to read it in the library.

using System.Diagnostics;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;
using SkiaSharp;

// A clip of eight seconds, two frames a second; a red circle is there from second 3 to second 6.
const int Edge = 56, FramesPerSecond = 2, Seconds = 8;
var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "05-video")).FullName;
for (var frame = 0; frame < Seconds * FramesPerSecond; frame++)
{
    using var bitmap = new SKBitmap(Edge, Edge);
    using var canvas = new SKCanvas(bitmap);
    canvas.Clear(new SKColor(235, 235, 235));
    using var red = new SKPaint { Color = new SKColor(215, 35, 35), IsAntialias = true };
    if (frame is >= 3 * FramesPerSecond and < 6 * FramesPerSecond)
        canvas.DrawCircle(28, 28, 16, red);
    using var file = File.Create(Path.Combine(folder, $"frame-{frame:00}.png"));
    bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
}

var clip = Path.Combine(folder, "clip.mkv");
string[] arguments =
[
    "-v", "error", "-y", "-framerate", $"{FramesPerSecond}", "-i", Path.Combine(folder, "frame-%02d.png"), "-c:v", "ffv1", clip
];
using (var ffmpeg = Process.Start("ffmpeg", arguments))
    await ffmpeg.WaitForExitAsync();
Console.WriteLine($"[the clip: {clip}]");

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using IChatClient client = new QwenChatClient(model);

// Hints of a video travel with it, under the names that qwen-vl-utils gave them. The embedded model knows frames of 56×56
// pixels; without min_pixels they would be enlarged, as larger models like it.
var video = new DataContent(await File.ReadAllBytesAsync(clip), "video/x-matroska")
{
    AdditionalProperties = new() { ["fps"] = FramesPerSecond, ["min_pixels"] = Edge * Edge },
};
var question =
    "Give the query: 'the red circle is visible', when does the described content occur in the video? Use seconds for time format.";
var response = await client.GetResponseAsync(new ChatMessage(ChatRole.User, [video, new TextContent(question)]));
Console.WriteLine($"> {question}");
Console.WriteLine(response.Text);
var counts = response.Usage?.AdditionalCounts;
Console.WriteLine($"[{counts?["video_frames"]} frames, {counts?["vision_tokens"]} tokens for them; drawn were 3.0 to 6.0 seconds]");
