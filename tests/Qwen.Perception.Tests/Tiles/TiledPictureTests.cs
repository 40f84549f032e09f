using System.Text.Json;
using Qwen.Extensions.AI;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Perception.Tests.Tiles;

/// <summary>Large pictures through the plugins: over a client that truly looks for red things, and over the demo model.</summary>
public sealed class TiledPictureTests(ITestOutputHelper output)
{
    private static readonly SKRectI[] Things =
        [new(20, 20, 60, 50), new(200, 40, 260, 90), new(215, 200, 420, 260), new(560, 360, 590, 395), new(300, 300, 312, 312)];

    private static readonly QwenPictureOptions Options = new() { MaxPixels = 224 * 224 };

    [Fact]
    public async Task Boxes_points_and_counts_are_those_of_the_whole_picture()
    {
        var steps = new List<QwenProgress>();
        var client = new QueueClient((_, picture) => FindRed(picture, "label"));
        var grounding = new GroundingTasks(client, Options with { Progress = new ListProgress(steps) });
        var found = await grounding.LocateAsync(Draw(), "red thing", tiles: true);
        AssertAre(Things, found.Boxes);
        Assert.Equal(client.Questions.Count, found.Parts.Count);
        Assert.True(found.Parts.Count > 4);
        Assert.Equal(Enumerable.Range(0, found.Parts.Count + 1).Select(i => (long)i), steps.Select(step => step.Done));

        var points = await grounding.PointAsync(Draw(), "red thing", tiles: true);
        Assert.All(points.Points, point => Assert.Contains(Things, thing => thing.Contains(point.X, point.Y)));
        Assert.Equal(Things.Length, points.Points.Count);
        Assert.Equal(Things.Length, (await grounding.CountAsync(Draw(), "red things", tiles: true)).Count);
        AssertAre(
            Things, (await new ReadingTasks(new QueueClient((_, picture) => FindRed(picture, "text_content")), Options)
                .SpotLinesAsync(Draw(), tiles: true)).Lines);
    }

    [Fact]
    public async Task A_picture_no_larger_than_a_tile_is_asked_about_once()
    {
        var client = new QueueClient((_, picture) => FindRed(picture, "label"));
        var found = await new GroundingTasks(client, Options with { Tiles = new PictureTiles { Size = 700 } })
            .LocateAsync(Draw(), "red thing", tiles: true);
        Assert.Single(client.Questions);
        Assert.Single(found.Parts);
    }

    [Fact]
    public async Task The_demo_model_finds_more_in_parts_than_in_a_shrunk_picture()
    {
        var scenes = HeldOutCase.All().Where(question => question.Json.GetProperty("task").GetString() == "box224"
            && question.Json.GetProperty("width").GetInt32() == 224 && question.Json.GetProperty("height").GetInt32() == 224)
            .Take(8)
            .ToList();
        Assert.SkipWhen(scenes.Count < 4, "There are fewer than four pictures of the model's full size.");
        using var client = new QwenChatClient(await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, new QwenModelOptions { Device = "cpu", Threads = 2, Precision = QwenPrecision.Float32 }));
        var grounding = new GroundingTasks(client);
        var (there, whole, parts) = (0, 0, 0);
        foreach (var four in scenes.Chunk(4).Where(chunk => chunk.Length == 4))
        {
            var (picture, objects) = Mosaic(four);
            foreach (var name in objects.Select(o => o.Label).Distinct().Take(12))
            {
                var wanted = objects.Where(o => o.Label == name).ToList();
                there += wanted.Count;
                whole += Found(wanted, (await grounding.LocateAsync(picture, name)).Boxes);
                parts += Found(wanted, (await grounding.LocateAsync(picture, name, tiles: true)).Boxes);
            }
        }

        output.WriteLine($"of {there} objects on pictures of 448 x 448: {whole} found in the shrunk picture, {parts} in parts");
        Assert.True(parts > whole, $"{parts} found in parts, {whole} in the shrunk picture, of {there}");
    }

    private static int Found(IEnumerable<LocatedBox> wanted, IReadOnlyList<LocatedBox> boxes) =>
        wanted.Count(o => boxes.Any(box => box.Overlap(o) >= 0.5));

    // four pictures, two by two, and what is on them
    private static (byte[] Picture, List<LocatedBox> Objects) Mosaic(HeldOutCase[] four)
    {
        using var bitmap = new SKBitmap(448, 448);
        using var canvas = new SKCanvas(bitmap);
        var objects = new List<LocatedBox>();
        for (var i = 0; i < 4; i++)
        {
            var (left, top) = (i % 2 * 224, i / 2 * 224);
            using var part = SKBitmap.Decode(four[i].ReadPicture());
            canvas.DrawBitmap(part, left, top);
            foreach (var truth in four[i].Json.GetProperty("truth").GetProperty("objects").EnumerateArray())
            {
                int[] box = [.. truth.GetProperty("box").EnumerateArray().Select(n => n.GetInt32())];
                objects.Add(new LocatedBox
                {
                    X1 = box[0] + left, Y1 = box[1] + top, X2 = box[2] + left, Y2 = box[3] + top,
                    Label = truth.GetProperty("name").GetString()!,
                });
            }
        }

        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return (data.ToArray(), objects);
    }

    private static void AssertAre(SKRectI[] things, IReadOnlyList<LocatedBox> boxes)
    {
        Assert.Equal(things.Length, boxes.Count);
        Assert.All(things, thing => Assert.Contains(boxes, box =>
            Math.Abs(box.X1 - thing.Left) <= 2 && Math.Abs(box.Y1 - thing.Top) <= 2 && Math.Abs(box.X2 - thing.Right) <= 2
                && Math.Abs(box.Y2 - thing.Bottom) <= 2));
    }

    private static byte[] Draw()
    {
        using var bitmap = new SKBitmap(600, 400);
        bitmap.Erase(SKColors.White);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = SKColors.Red, IsAntialias = false };
        foreach (var thing in Things)
            canvas.DrawRect(thing, paint);
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }

    // the boxes round connected red pixels of at least eight by eight, as a model would write them
    private static string FindRed(RgbImage picture, string labelKey)
    {
        var seen = new bool[picture.Width * picture.Height];
        var boxes = new List<object>();
        for (var start = 0; start < seen.Length; start++)
        {
            var (x1, y1, x2, y2) = (int.MaxValue, int.MaxValue, 0, 0);
            var open = new Stack<int>([start]);
            while (open.TryPop(out var at))
            {
                if (seen[at] || picture.Pixels[at * 3] < 128 || picture.Pixels[at * 3 + 1] > 128)
                    continue;
                seen[at] = true;
                var (x, y) = (at % picture.Width, at / picture.Width);
                (x1, y1, x2, y2) = (Math.Min(x1, x), Math.Min(y1, y), Math.Max(x2, x + 1), Math.Max(y2, y + 1));
                if (x > 0)
                    open.Push(at - 1);
                if (x < picture.Width - 1)
                    open.Push(at + 1);
                if (y > 0)
                    open.Push(at - picture.Width);
                if (y < picture.Height - 1)
                    open.Push(at + picture.Width);
            }

            if (x2 - x1 >= 8 && y2 - y1 >= 8)
                boxes.Add(new Dictionary<string, object> { ["bbox_2d"] = new[] { x1, y1, x2, y2 }, [labelKey] = "red thing" });
        }

        return JsonSerializer.Serialize(boxes);
    }

    private sealed class ListProgress(List<QwenProgress> steps) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => steps.Add(value);
    }
}
