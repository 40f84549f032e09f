#:package SkiaSharp
#:package SkiaSharp.NativeAssets.Linux.NoDependencies

// Draws docs/images/icon.png, the picture of the packages, with the shapes of icon.svg beside it:
//   dotnet run scripts/draw-icon.cs
using SkiaSharp;

const int Size = 128;
var folder = Path.Combine(Directory.GetCurrentDirectory(), "docs", "images");
if (!Directory.Exists(folder))
{
    Console.Error.WriteLine("Please run this from the root of the repository.");
    return 2;
}

using var surface = SKSurface.Create(new SKImageInfo(Size, Size, SKColorType.Rgba8888, SKAlphaType.Unpremul));
var canvas = surface.Canvas;
canvas.Clear(SKColors.Transparent);
using (var ground = Fill("#1d2440"))
    canvas.DrawRoundRect(0, 0, Size, Size, 26, 26, ground);
Draw("M40 16v96M64 16v96M88 16v96M16 40h96M16 64h96M16 88h96", Line("#39446e", 2));
using (var frame = Line("#6f7fb8", 4))
    canvas.DrawRoundRect(16, 16, 96, 96, 10, 10, frame);
Draw("M20 108l26-34 18 20 10-11 30 25z", Fill("#4f6bd8"));
using (var sun = Fill("#ff6f5e"))
    canvas.DrawCircle(74, 50, 18, sun);
Draw("M46 34v-12h12M90 22h12v12M102 66v12h-12M58 78h-12v-12", Line("#ffd34d", 5));

using var picture = surface.Snapshot();
using var png = picture.Encode(SKEncodedImageFormat.Png, 100);
using var file = File.Create(Path.Combine(folder, "icon.png"));
png.SaveTo(file);
Console.WriteLine($"{file.Name}: {file.Length} bytes");
return 0;

void Draw(string shape, SKPaint paint)
{
    using (paint)
    using (var path = SKPath.ParseSvgPathData(shape))
        canvas.DrawPath(path, paint);
}

static SKPaint Fill(string colour) => new() { Color = SKColor.Parse(colour), IsAntialias = true };

static SKPaint Line(string colour, float width)
{
    var paint = Fill(colour);
    paint.IsStroke = true;
    paint.StrokeWidth = width;
    paint.StrokeCap = SKStrokeCap.Round;
    paint.StrokeJoin = SKStrokeJoin.Round;
    return paint;
}
