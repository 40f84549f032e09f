// One idea: ask about pictures through IChatClient, and use the coordinates in the answers.

using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");
var output = Directory.CreateDirectory(Path.Combine(Directory.GetCurrentDirectory(), "artifacts", "01-see")).FullName;

// The checkpoint is converted to ONNX when it is opened for the first time; a second start takes a moment.
Console.WriteLine("Opening the embedded model …");
await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using IChatClient client = new QwenChatClient(model);
Console.WriteLine($"{model.ModelId}: {model.DeviceReason}");

// 1. Where is something? The answer is JSON with a box.
var shapes = await File.ReadAllBytesAsync(Path.Combine(pictures, "shapes.png"));
var box = await AskAsync(shapes, "Locate the yellow star, report the bbox coordinates in JSON format.");
using (var bitmap = SKBitmap.Decode(shapes))
{
    using var json = JsonDocument.Parse(box.Replace("```json", "").Replace("```", ""));
    foreach (var found in json.RootElement.EnumerateArray())
    {
        var corners = found.GetProperty("bbox_2d").EnumerateArray().Select(v => v.GetSingle()).ToArray();
        var (left, top) = ToSource(bitmap, corners[0], corners[1]);
        var (right, bottom) = ToSource(bitmap, corners[2], corners[3]);
        using var canvas = new SKCanvas(bitmap);
        using var pen = new SKPaint { Color = SKColors.Magenta, IsStroke = true, StrokeWidth = 4 };
        canvas.DrawRect(new SKRect(left, top, right, bottom), pen);
    }

    Save(bitmap, "shapes-located.png");
}

// 2. What does it say? The answer is the text.
await AskAsync(await File.ReadAllBytesAsync(Path.Combine(pictures, "sign.png")), "Read all the text in the image.");

// 3. Where to tap? The answer is a call of the model's phone tool, with a point.
var phone = await File.ReadAllBytesAsync(Path.Combine(pictures, "phone.png"));
var tap = await AskAsync(phone, "Tap Log out.");
using (var bitmap = SKBitmap.Decode(phone))
{
    if (Regex.Match(tap, @"""coordinate"": \[(\d+), (\d+)\]") is { Success: true } point)
    {
        var (x, y) = ToSource(bitmap, float.Parse(point.Groups[1].Value), float.Parse(point.Groups[2].Value));
        using var canvas = new SKCanvas(bitmap);
        using var pen = new SKPaint { Color = SKColors.Magenta, IsStroke = true, StrokeWidth = 2, IsAntialias = true };
        canvas.DrawCircle(x, y, 8, pen);
        canvas.DrawLine(x - 12, y, x + 12, y, pen);
        canvas.DrawLine(x, y - 12, x, y + 12, pen);
    }

    Save(bitmap, "phone-tapped.png");
}

async Task<string> AskAsync(byte[] picture, string question)
{
    // the picture comes before the text: that is how the embedded model was trained
    var message = new ChatMessage(ChatRole.User, [new DataContent(picture, "image/png"), new TextContent(question)]);
    var response = await client.GetResponseAsync(message);
    Console.WriteLine();
    Console.WriteLine($"> {question}");
    Console.WriteLine(response.Text);
    return response.Text;
}

// The model answers in pixels of the picture that it saw, which is the source brought to its own size limits.
(float X, float Y) ToSource(SKBitmap source, float x, float y)
{
    var seen = SmartResize.Fit(new PixelSize(source.Width, source.Height), model.Preprocessor.MinPixels, model.Preprocessor.MaxPixels);
    return (x * source.Width / seen.Width, y * source.Height / seen.Height);
}

void Save(SKBitmap bitmap, string name)
{
    var path = Path.Combine(output, name);
    using var file = File.Create(path);
    bitmap.Encode(file, SKEncodedImageFormat.Png, 100);
    Console.WriteLine($"[drawn into {path}]");
}
