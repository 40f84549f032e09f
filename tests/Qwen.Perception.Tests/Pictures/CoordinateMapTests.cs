using CsCheck;
using Qwen.Perception.Pictures;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Pictures;

public class CoordinateMapTests
{
    private static readonly Gen<CoordinateMap> Maps =
        from width in Gen.Int[1, 4000]
        from height in Gen.Int[Math.Max(1, width / 100), Math.Min(4000, width * 100)]
        from maxPixels in Gen.Int[0, 2].Select(i => new[] { 50176, 1003520, 12845056 }[i])
        let size = new PixelSize(width, height)
        select new CoordinateMap(size, SmartResize.Fit(size, 3136, maxPixels));

    [Fact]
    public void There_and_back_moves_a_point_by_no_more_than_the_rounding() =>
        Maps.SelectMany(map => Gen.Int[0, map.Picture.Width - 1].Select(Gen.Int[0, map.Picture.Height - 1], (x, y) => (map, x, y)))
            .Sample(t =>
            {
                var (map, x, y) = t;
                var seen = map.ToModel(x, y);
                var (backX, backY) = map.PointToPicture(seen.X, seen.Y);

                // half a pixel of the model and half a pixel of the picture; the model's last pixel stands for its right edge, too
                var (stepX, stepY) = ((double)map.Picture.Width / map.Model.Width, (double)map.Picture.Height / map.Model.Height);
                Assert.InRange(Math.Abs(backX - x), 0, stepX + 0.5);
                Assert.InRange(Math.Abs(backY - y), 0, stepY + 0.5);
                if (stepX <= 1 && stepY <= 1)
                    Assert.InRange(Math.Max(Math.Abs(backX - x), Math.Abs(backY - y)), 0, 1);
            });

    [Fact]
    public void There_and_back_moves_a_boxs_edges_by_no_more_than_the_rounding() =>
        Maps.SelectMany(
            map => Gen.Int[0, map.Picture.Width].Array[2].Select(Gen.Int[0, map.Picture.Height].Array[2], (x, y) => (map, x, y)))
            .Where(t => t.x[0] < t.x[1] && t.y[0] < t.y[1])
            .Sample(t =>
            {
                var (map, x, y) = t;
                var (first, second) = (map.ToModel(x[0], y[0]), map.ToModel(x[1], y[1]));
                var seen = new ParsedItem([first.X, first.Y, second.X, second.Y], "x", ParsedItem.NoAttributes);

                // a box that is thinner than a pixel of the model is nothing to it
                if (FindingMapper.MapBoxes([seen], map, 1, new RepairLog()) is not [var back])
                    return;
                var (stepX, stepY) = ((double)map.Picture.Width / map.Model.Width, (double)map.Picture.Height / map.Model.Height);
                Assert.InRange(Math.Max(Math.Abs(back.X1 - x[0]), Math.Abs(back.X2 - x[1])), 0, stepX + 0.5);
                Assert.InRange(Math.Max(Math.Abs(back.Y1 - y[0]), Math.Abs(back.Y2 - y[1])), 0, stepY + 0.5);
            });

    [Fact]
    public void A_published_example_maps_forward_as_published()
    {
        var size = new PixelSize(640, 428);
        var map = new CoordinateMap(size, SmartResize.Fit(size, SmartResize.DefaultMinPixels, SmartResize.DefaultMaxPixels));
        Assert.Equal(new PixelSize(644, 420), map.Model);
        Assert.Equal((147, 134), map.ToModel(146, 137));
        Assert.Equal((619, 407), map.ToModel(615, 415));
    }

    [Fact]
    public void Every_box_lands_inside_the_picture_and_covers_a_pixel() =>
        Maps.SelectMany(map => Gen.Double[-10_000, 10_000].Array[4].Select(numbers => (map, numbers))).Sample(t =>
        {
            var notes = new RepairLog();
            var boxes = FindingMapper.MapBoxes([new ParsedItem(t.numbers, "x", ParsedItem.NoAttributes)], t.map, 10, notes);
            Assert.True(boxes.Count == 1 || notes.Sentences.Any(note => note.StartsWith("Left out boxes", StringComparison.Ordinal)));
            Assert.All(boxes, box =>
            {
                Assert.InRange(box.X1, 0, box.X2 - 1);
                Assert.InRange(box.Y1, 0, box.Y2 - 1);
                Assert.InRange(box.X2, 1, t.map.Picture.Width);
                Assert.InRange(box.Y2, 1, t.map.Picture.Height);
            });
        });

    [Fact]
    public void Reversed_duplicate_surplus_and_outside_boxes_are_mended_and_said()
    {
        var map = new CoordinateMap(new PixelSize(200, 100), new PixelSize(196, 112));
        double[][] numbers = [[98, 56, 49, 28], [49, 28, 98, 56], [0, 0, 500, 20], [300, 300, 400, 400], [0, 60, 20, 80], [0, 90, 20, 100]];
        var notes = new RepairLog();

        var boxes = FindingMapper.MapBoxes(numbers.Select(n => new ParsedItem(n, "x", ParsedItem.NoAttributes)), map, 3, notes);

        Assert.Equal([(50, 25, 100, 50), (0, 0, 200, 18), (0, 54, 20, 71)], boxes.Select(b => (b.X1, b.Y1, b.X2, b.Y2)));
        Assert.Equal(
            [
                "Swapped the corners of reversed boxes.", "Moved coordinates beyond the picture to its edge.",
                "Left out boxes outside the picture or without area.", "Left out what goes beyond 3 boxes.", "Removed 1 duplicate box.",
            ],
            notes.Sentences);
    }

    /// <summary>What the demo model says of a picture with one yellow diamond, and a cup on a table.</summary>
    [Fact]
    public void Boxes_of_one_label_that_lie_on_each_other_are_said()
    {
        var map = new CoordinateMap(new PixelSize(196, 196), new PixelSize(196, 196));
        (double[] Box, string Label)[] found =
        [
            ([80, 135, 95, 150], "yellow diamond"), ([75, 123, 94, 149], "yellow diamond"), ([10, 10, 100, 60], "table"),
            ([20, 20, 40, 40], "cup"), ([42, 20, 62, 40], "cup"),
        ];
        var notes = new RepairLog();

        var items = found.Select(item => new ParsedItem(item.Box, item.Label, ParsedItem.NoAttributes));
        Assert.Equal(5, FindingMapper.MapBoxes(items, map, 10, notes).Count);

        Assert.Equal(["Boxes of \"yellow diamond\" lie on each other: they may be one thing found twice."], notes.Sentences);
    }
}
