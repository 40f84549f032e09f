// One idea: search an hour of film for a moment. Needs ffmpeg, to write the film here and to read it in the library.

using System.Diagnostics;
using Qwen.Extensions.AI;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;
using SkiaSharp;

// An hour of a still room, or as many minutes as are named, one frame a second. Now and then something lies there for some seconds; five
// times it is a red circle.
const int Edge = 56;
var seconds = 60 * (args is [var minutes, ..] ? int.Parse(minutes) : 60);
(int Start, int End, string Name)[] events =
[
    (124, 132, "green square"), (640, 648, "red circle"), (906, 912, "blue triangle"), (1290, 1298, "red circle"),
    (1710, 1720, "green square"),
    (1992, 2000, "red circle"), (2400, 2406, "blue triangle"), (2776, 2784, "red circle"), (3104, 3114, "green square"),
    (3480, 3488, "red circle"),
];
var folder = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "12-find-event")).FullName;
var film = Path.Combine(folder, "film.mp4");
string[] arguments =
[
    "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "rgba", "-s", $"{Edge}x{Edge}", "-r", "1", "-i", "pipe:0",
    "-c:v", "libx264", "-crf", "10", "-g", "60", "-pix_fmt", "yuv444p", film,
];
using (var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true })!)
{
    using var bitmap = new SKBitmap(new SKImageInfo(Edge, Edge, SKColorType.Rgba8888, SKAlphaType.Opaque));
    using var canvas = new SKCanvas(bitmap);
    for (var second = 0; second < seconds; second++)
    {
        canvas.Clear(new SKColor(235, 235, 235));
        var shown = events.FirstOrDefault(e => e.Start <= second && second < e.End).Name;
        using var paint = new SKPaint { IsAntialias = true };
        switch (shown)
        {
            case "red circle":
                paint.Color = new SKColor(215, 40, 40);
                canvas.DrawCircle(28, 28, 15, paint);
                break;
            case "green square":
                paint.Color = new SKColor(40, 160, 60);
                canvas.DrawRect(16, 14, 26, 26, paint);
                break;
            case "blue triangle":
                paint.Color = new SKColor(45, 80, 215);
                using (var triangle = new SKPath())
                {
                    triangle.AddPoly([new SKPoint(28, 12), new SKPoint(44, 42), new SKPoint(12, 42)]);
                    canvas.DrawPath(triangle, paint);
                }

                break;
        }

        ffmpeg.StandardInput.BaseStream.Write(bitmap.GetPixelSpan());
    }

    ffmpeg.StandardInput.Close();
    await ffmpeg.WaitForExitAsync();
}

Console.WriteLine($"[the film: {film}, {new FileInfo(film).Length / 1024} KiB; searching it takes some minutes]");

await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var client = new QwenChatClient(model);

// The embedded model knows 16 frames of 56×56 pixels at a time, and when a shape is visible; whether it is there at all, it tells of
// a picture. A larger model needs none of this: new VideosTasks(client), and "seasoning the steak".
var videos = new VideosTasks(client, new QwenVideoOptions
{
    MinPixels = Edge * Edge,
    MaxPixels = Edge * Edge,
    Prompts = new VideoPrompts
    {
        Moment = "Give the query: 'the {0} is visible', when does the described content occur in the video? Use seconds for time format.",
        Verify = "Locate the {0}, report the bbox coordinates in JSON format.",
    },
});
var search = new VideoSearchOptions
{
    CoarseFps = 1, FineFps = 1, WindowFrames = 16, OverlapFrames = 4, Verify = VideoVerification.KeyFrame, KeyFramePixels = 4 * Edge * Edge,
};

// Each place is there as soon as it is confirmed; the progress says how long the rest will take, every minute of film a line.
using var video = await OpenVideo.OpenAsync(film);
TimeSpan? left = null;
var minute = 0;
var progress = new Progress<VideoProgress>(value =>
{
    left = value.TimeLeft;
    if ((int)value.Position / 60 is var reached && reached > Interlocked.Exchange(ref minute, Math.Max(minute, reached)))
        Console.Error.WriteLine($"{reached} of {seconds / 60} minutes of film, about {left?.TotalSeconds:0} s left");
});
var found = new List<FoundEvent>();
await foreach (var hit in videos.FindAsync(video, "red circle", search: search, progress: progress))
{
    found.Add(hit);
    Console.WriteLine(
        $"{ContactSheet.FormatTime(hit.Start)} - {ContactSheet.FormatTime(hit.End)}   {hit.Confidence:P0} sure, "
        + $"about {left?.TotalSeconds:0} s left");
}

foreach (var (start, end, name) in events.Where(e => e.Name == "red circle" && e.End <= seconds))
    Console.WriteLine($"[drawn: {ContactSheet.FormatTime(start)} - {ContactSheet.FormatTime(end)}]");

// The first moment as a clip of its own, and a sheet of all of them.
if (found.Count > 0)
{
    await video.CutAsync(found[0].Start, found[0].End, Path.Combine(folder, "clip.mp4"));
    await File.WriteAllBytesAsync(
        Path.Combine(folder, "sheet.png"), await ContactSheet.DrawPngAsync(video, found));
    Console.WriteLine($"[clip.mp4 and sheet.png lie beside the film]");
}
