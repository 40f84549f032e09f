using Qwen.Perception.Drawing;
using SkiaSharp;

namespace Qwen.Perception.Tests.Drawing;

public class FindingColourTests
{
    private static readonly SKColor Red = new(220, 30, 45);
    private static readonly SKColor Blue = new(0, 90, 220);
    private static readonly SKColor Green = new(30, 150, 60);
    private static readonly SKColor Yellow = new(245, 205, 0);

    [Theory]
    [InlineData("blue square")]
    [InlineData("The Blue Car.")]
    [InlineData("blaues Auto")]
    [InlineData("une voiture bleue")]
    [InlineData("coche azul")]
    [InlineData("蓝色汽车")]
    [InlineData("青い車")]
    [InlineData("파란색 자동차")]
    [InlineData("سيارة زرقاء")]
    [InlineData("नीली कार")]
    [InlineData("синяя машина")]
    public void A_label_that_names_a_colour_has_it(string label)
    {
        // whatever comes before it
        var colours = FindingColours.Choose([("cup", "cup"), ("red circle", "red circle"), (label, label)]);
        Assert.Equal(Red, colours[1]);
        Assert.Equal(Blue, colours[2]);
    }

    [Theory]
    [InlineData("red and white bus")]
    [InlineData("blue-green lamp")]
    [InlineData("红色和白色的公交车")]
    public void A_label_that_names_several_colours_contradicts_none(string label) =>
        Assert.Equal(FindingColours.Neutral, FindingColours.Choose([(label, label)])[0]);

    [Theory]
    [InlineData("Redmond office")]
    [InlineData("greenhouse")]
    [InlineData("blackboard")]
    [InlineData("Brownie")]
    [InlineData("hundred")]
    public void Words_that_only_contain_a_colour_name_none(string label) => Assert.Empty(ColourWords.In(label));

    [Fact]
    public void An_attribute_names_the_colour_as_well() => Assert.Equal(
        [Green, Yellow], FindingColours.Choose([("square", "square · green"), ("square", "square · yellow")]));

    [Fact]
    public void Labels_without_a_colour_are_told_apart_and_from_those_with_one()
    {
        (string, string)[] findings =
            [("red car", "red car"), ("cup", "cup"), ("plate", "plate"), ("fork", "fork"), ("cup", "cup"), ("blue car", "blue car")];
        var colours = FindingColours.Choose(findings);

        Assert.Equal(colours[1], colours[4]);
        var different = colours.Distinct().ToArray();
        Assert.Equal(5, different.Length);
        for (var i = 0; i < different.Length; i++)
        {
            for (var j = 0; j < i; j++)
                Assert.True(FindingColours.Distance(different[i], different[j]) > 60, $"{different[i]} and {different[j]}");
        }
    }

    [Fact]
    public void The_frame_in_the_picture_has_the_colour_of_the_words()
    {
        LocatedBox[] boxes =
        [
            new() { X1 = 100, Y1 = 100, X2 = 200, Y2 = 200, Label = "red circle" },
            new() { X1 = 300, Y1 = 100, X2 = 400, Y2 = 200, Label = "blue square" },
            new() { X1 = 500, Y1 = 100, X2 = 600, Y2 = 200, Label = "white cat" },
        ];
        using var ground = new SKBitmap(800, 400);
        ground.Erase(SKColors.White);
        using var file = ground.Encode(SKEncodedImageFormat.Png, 90);
        using var drawn = SKBitmap.Decode(FindingsDrawing.DrawPng(file.ToArray(), boxes));

        Assert.True(FindingColours.Distance(Red, drawn.GetPixel(100, 150)) < 10);
        Assert.True(FindingColours.Distance(Blue, drawn.GetPixel(300, 150)) < 10);

        // a white frame on white shows by what is around it
        Assert.Contains(Enumerable.Range(494, 12), x => drawn.GetPixel(x, 150).Red < 100);
    }
}
