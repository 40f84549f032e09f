using Microsoft.Extensions.AI;
using Qwen.Perception;
using Qwen.Shared.Natives;
using SkiaSharp;

namespace Qwen.Screens.Safety;

/// <summary>Finds what stands at a point: the device says it, or a model reads the part of the picture round it.</summary>
internal sealed class LabelFinder(IScreen screen, IChatClient? reader)
{
    private const int CropWidth = 336;
    private const int CropHeight = 112;

    private readonly ReadingTasks? reading = reader is null ? null : new ReadingTasks(reader);

    /// <summary>Whether a model may have to read, which takes seconds.</summary>
    public bool Reads => reading is not null && !screen.Capabilities.KnowsControls;

    /// <summary>The control at a point; null where there is none or nobody can tell.</summary>
    public async Task<ScreenControl?> FindAsync(ScreenShot shot, ScreenPoint point, CancellationToken cancellationToken)
    {
        if (point.X < 0 || point.Y < 0 || point.X >= shot.Size.Width || point.Y >= shot.Size.Height)
            return null;
        var control = screen.Capabilities.KnowsControls
            ? await screen.FindControlAsync(point, cancellationToken).ConfigureAwait(false)
            : null;
        if (control is { Label.Length: > 0 } || reading is null || shot.IsProtected)
            return control;
        var read = await reading.ReadTextAsync(Crop(shot, point), cancellationToken: cancellationToken).ConfigureAwait(false);
        var text = string.Join(' ', read.Lines).Trim();
        return text.Length == 0 ? control : new ScreenControl(text, control?.Role ?? "text");
    }

    // round the point; at the picture's edge the part is moved inside
    private static byte[] Crop(ScreenShot shot, ScreenPoint point)
    {
        PictureLibrary.Require();
        using var picture = SKBitmap.Decode(shot.Png.Span);
        var width = Math.Min(CropWidth, picture.Width);
        var height = Math.Min(CropHeight, picture.Height);
        var left = Math.Clamp(point.X - width / 2, 0, picture.Width - width);
        var top = Math.Clamp(point.Y - height / 2, 0, picture.Height - height);
        using var part = new SKBitmap(width, height);
        if (!picture.ExtractSubset(part, SKRectI.Create(left, top, width, height)))
            return shot.Png.ToArray();
        using var data = part.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
