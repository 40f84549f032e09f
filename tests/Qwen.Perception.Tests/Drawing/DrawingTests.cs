using Qwen.Perception;
using SkiaSharp;

namespace Qwen.Perception.Tests.Drawing;

public class DrawingTests
{
    [Theory]
    [InlineData(112, 112, 560, 560)]
    [InlineData(60, 480, 60, 480)]
    [InlineData(2000, 1000, 2000, 1000)]
    public void Small_pictures_are_enlarged_by_a_whole_factor(int width, int height, int drawnWidth, int drawnHeight)
    {
        using var drawn = SKBitmap.Decode(FindingsDrawing.DrawPng(White(width, height)));
        Assert.Equal((drawnWidth, drawnHeight), (drawn.Width, drawn.Height));
        Assert.All(drawn.Pixels, pixel => Assert.Equal(SKColors.White, pixel));
    }

    [Fact]
    public void Equal_labels_have_equal_colours_and_stand_on_the_edges()
    {
        LocatedBox[] boxes = [Box(100, 200, 200, 300, "cup"), Box(400, 200, 500, 300, "cup"), Box(100, 500, 200, 600, "plate")];
        using var drawn = SKBitmap.Decode(FindingsDrawing.DrawPng(White(800, 800), boxes));
        var cup = drawn.GetPixel(100, 250);
        Assert.NotEqual(SKColors.White, cup);
        Assert.Equal(cup, drawn.GetPixel(500, 250));
        Assert.NotEqual(cup, drawn.GetPixel(100, 550));
        Assert.Equal(SKColors.White, drawn.GetPixel(150, 250));
    }

    [Fact]
    public void Labels_are_written_inside_the_picture()
    {
        LocatedBox[] boxes =
        [
            Box(0, 0, 799, 799, "a label so long that it cannot fit on a picture of this size whatever is done about it 1234567890")
        ];
        LocatedPoint[] points = [new() { X = 799, Y = 0, Label = "point" }];
        using var with = SKBitmap.Decode(FindingsDrawing.DrawPng(White(800, 800), boxes, points));
        using var without = SKBitmap.Decode(
            FindingsDrawing.DrawPng(White(800, 800), [boxes[0] with { Label = "" }], [points[0] with { Label = "" }]));
        Assert.NotEqual(without.Pixels, with.Pixels);

        // the letters: bright on the label's plate
        var plate = with.GetPixel(2, 8);
        Assert.Contains(
            Enumerable.Range(0, 400), x => with.GetPixel(x, 12) is var pixel && pixel != plate && pixel.Red > 200 && pixel.Green > 150);
    }

    private static LocatedBox Box(int x1, int y1, int x2, int y2, string label) =>
        new() { X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, Label = label };

    private static byte[] White(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(SKColors.White);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 90);
        return data.ToArray();
    }
}
