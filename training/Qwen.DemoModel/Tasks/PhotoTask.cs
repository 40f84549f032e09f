using Qwen.DemoModel.Drawing;
using Qwen.DemoModel.Tasks.Talks;
using SkiaSharp;

namespace Qwen.DemoModel.Tasks;

/// <summary>
/// Pictures that are nothing this model knows: soft patches, textures and grain, as photographs have them. No photograph is used;
/// whatever is asked about them is answered by one sentence.
/// </summary>
internal sealed class PhotoTask : ITask
{
    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        using var canvas = new Canvas(dice, width, height, Shade.Any(dice, 20, 230), plain: true);
        using (var sky = SKShader.CreateLinearGradient(
            new SKPoint(dice.Real(0, width), 0), new SKPoint(dice.Real(0, width), height),
            [Shade.Any(dice, 0, 255), Shade.Any(dice, 0, 255), Shade.Any(dice, 0, 255)], SKShaderTileMode.Clamp))
        using (var paint = new SKPaint { Shader = sky })
        {
            canvas.Colours.DrawPaint(paint);
        }

        for (var i = dice.Between(4, 14); i > 0; i--)
            Patch(dice, canvas);
        using (var grain = SKShader.CreatePerlinNoiseTurbulence(
            dice.Real(0.01, 0.12), dice.Real(0.01, 0.12), dice.Between(2, 4), dice.Between(1, 9999)))
        using (var paint = new SKPaint
        {
            Shader = grain,
            Color = SKColors.White.WithAlpha((byte)dice.Between(30, 140)),
            BlendMode = SKBlendMode.Overlay
        })
        {
            canvas.Colours.DrawPaint(paint);
        }

        return new Picture(width, height, [canvas.Pixels(dice.Real(0, 9))], [canvas.Mask()]);
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) => Unlearned.DrawOfPicture(dice);

    private static void Patch(Dice dice, Canvas canvas)
    {
        using var blur = SKMaskFilter.CreateBlur(SKBlurStyle.Normal, dice.Real(0.3, 12));
        using var paint = new SKPaint
        {
            Color = Shade.Any(dice, 0, 255).WithAlpha((byte)dice.Between(120, 255)),
            IsAntialias = true,
            MaskFilter = blur
        };
        using var path = new SKPath();
        var (x, y, reach) = (dice.Real(0, canvas.Width), dice.Real(0, canvas.Height), dice.Real(8, canvas.Width / 2f));
        path.MoveTo(x, y);
        for (var corner = dice.Between(3, 7); corner > 0; corner--)
        {
            path.CubicTo(
                x + dice.Real(-reach, reach), y + dice.Real(-reach, reach), x + dice.Real(-reach, reach), y + dice.Real(-reach, reach),
                x + dice.Real(-reach, reach), y + dice.Real(-reach, reach));
        }

        path.Close();
        canvas.Colours.DrawPath(path, paint);
    }
}
