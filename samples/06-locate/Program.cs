// One idea: ask where things are and get boxes in the picture's own pixels, ready to draw or to act on.

using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.VisionLanguage;

var folder = AppContext.BaseDirectory;
await using var model = await QwenModel.LoadAsync(Path.Combine(folder, "models", "demo"));
using var client = model.AsIChatClient();
var grounding = new GroundingTasks(client);
var picture = await File.ReadAllBytesAsync(Path.Combine(folder, "pictures", "shapes.png"));

// 1. Boxes. The model sees the picture smaller than it is; the boxes are pixels of the picture all the same.
var boxes = new List<LocatedBox>();
foreach (var what in new[] { "red circle", "yellow star", "green triangle", "purple cross" })
{
    var found = await grounding.LocateAsync(picture, what, every: false);
    boxes.AddRange(found.Boxes);
    Console.WriteLine(found.Boxes is [var box, ..]
        ? $"{what}: ({box.X1}, {box.Y1}) to ({box.X2}, {box.Y2}) of {found.PictureSize.Width}×{found.PictureSize.Height}, "
            + $"seen at {found.ModelSize.Width}×{found.ModelSize.Height}"
        : $"{what}: none");
}

// 2. A point, and a count.
var star = await grounding.PointAsync(picture, "yellow star", every: false);
Console.WriteLine($"Point to the yellow star: ({star.Points[0].X}, {star.Points[0].Y})");
Console.WriteLine($"Red circles: {(await grounding.CountAsync(picture, "red circles")).Count}");

// 3. The findings on the picture.
var output = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "06-locate")).FullName;
var drawn = Path.Combine(output, "shapes-located.png");
await File.WriteAllBytesAsync(drawn, FindingsDrawing.DrawPng(picture, boxes, star.Points));
Console.WriteLine($"[drawn into {drawn}]");
