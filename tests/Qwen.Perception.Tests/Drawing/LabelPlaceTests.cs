using Qwen.Perception.Drawing;
using SkiaSharp;

namespace Qwen.Perception.Tests.Drawing;

/// <summary>Measures where labels stand: on nothing that was found, and on no other label.</summary>
public class LabelPlaceTests
{
    private static readonly string[] Words = ["red circle", "blue square", "yellow triangle", "purple star", "cup", "traffic light"];

    public static TheoryData<int, int, int, int, double> Crowds => new()
    {
        { 1280, 800, 9, 4, 0.6 },
        { 1280, 800, 6, 6, 0.7 },
        { 1280, 800, 9, 4, 0.9 },
        { 224, 224, 3, 3, 0.5 },
        { 224, 224, 6, 6, 0.6 },
        { 4000, 3000, 6, 6, 0.6 },
        { 1080, 2400, 4, 9, 0.8 },
    };

    [Theory]
    [MemberData(nameof(Crowds))]
    public void In_a_crowd_labels_cover_neither_each_other_nor_what_was_found(
        int width, int height, int columns, int rows, double filled)
    {
        var plan = Plan(width, height, Crowd(width, height, columns, rows, filled));

        AssertNothingIsCovered(plan);
        Assert.True(plan.Findings.Count(finding => finding.Label is { IsNumber: false }) >= plan.Findings.Count * 3 / 4);
        AssertNumbersAreExplained(plan);
    }

    [Fact]
    public void Where_there_is_no_room_for_texts_numbers_stand_with_a_legend()
    {
        // a wall of boxes, one pixel apart
        var plan = Plan(600, 600, Crowd(600, 600, 10, 10, 0.98));

        Assert.All(plan.Findings, finding => Assert.True(finding.Label!.IsNumber));
        AssertNumbersAreExplained(plan);
        Assert.Equal(Words.Length, plan.Legend.Entries.Count);
    }

    [Fact]
    public void A_label_does_not_cover_the_line_above()
    {
        // 40 lines of a page, as wide as the page and close to each other
        var wide = Lines(40, i => 820 + i % 3 * 20);
        var plan = Plan(900, 1240, wide);
        AssertNothingIsCovered(plan);
        AssertNumbersAreExplained(plan);

        // short lines leave room for their texts
        var narrow = Plan(900, 1240, Lines(40, i => 250 + i % 3 * 20));
        AssertNothingIsCovered(narrow);
        Assert.All(narrow.Findings, finding => Assert.False(finding.Label!.IsNumber));
    }

    [Fact]
    public void Parts_are_labelled_within_the_whole_but_not_on_its_edge()
    {
        var row = new LocatedBox { X1 = 40, Y1 = 100, X2 = 1040, Y2 = 300, Label = "row" };
        var part = new LocatedBox { X1 = 60, Y1 = 105, X2 = 160, Y2 = 205, Label = "avatar" };
        var plan = Plan(1080, 1200, [row, part]);

        var plate = plan.Findings[1].Label!.Plate;
        Assert.False(plan.Findings[1].Label!.IsNumber);
        Assert.True(plan.Findings[0].Place.Contains(plate) || !plan.Findings[0].Place.IntersectsWith(plate));
        Assert.False(plan.Findings[1].Place.IntersectsWith(plate));
    }

    [Fact]
    public void A_label_away_from_its_box_has_a_line_to_it()
    {
        // the box is shut in: right and left, above and below there are others
        LocatedBox[] boxes =
        [
            Box(300, 300, 340, 340, "middle"), Box(300, 255, 340, 297, "top"), Box(300, 343, 340, 385, "bottom"),
            Box(230, 300, 297, 340, "left"), Box(343, 300, 410, 340, "right"),
        ];
        var plan = Plan(700, 700, boxes);

        AssertNothingIsCovered(plan);
        Assert.All(plan.Findings.Where(finding => finding.Label!.Leader is not null), finding =>
        {
            var (from, to) = finding.Label!.Leader!.Value;
            Assert.True(SKRect.Inflate(finding.Label.Plate, 1, 1).Contains(from));
            Assert.True(SKRect.Inflate(finding.Place, 1, 1).Contains(to));
        });
        Assert.Contains(plan.Findings, finding => finding.Label!.Leader is not null);
    }

    [Fact]
    public void Points_in_corners_are_labelled_inside_the_picture_and_not_covered()
    {
        LocatedPoint[] points =
        [
            new() { X = 0, Y = 0, Label = "first" },
            new() { X = 799, Y = 599, Label = "last" },
            new() { X = 400, Y = 300, Label = "middle" },
        ];
        var plan = FindingsPlan.Create(800, 600, 1, [], points);

        AssertNothingIsCovered(plan);
        Assert.All(plan.Findings, finding => Assert.False(finding.Label!.IsNumber));
    }

    [Fact]
    public void The_same_findings_are_drawn_in_the_same_way()
    {
        var boxes = Crowd(1280, 800, 12, 8, 0.9);
        Assert.Equal(
            Plan(1280, 800, boxes).Findings.Select(finding => finding.Label),
            Plan(1280, 800, boxes).Findings.Select(finding => finding.Label));
    }

    [Fact]
    public void Thousands_of_boxes_end_in_a_picture_with_a_legend_that_counts_the_rest()
    {
        var boxes = Crowd(1280, 800, 60, 50, 0.8).Select((box, i) => box with { Label = $"thing {i}" }).ToArray();
        var plan = Plan(1280, 800, boxes);

        Assert.All(plan.Findings, finding => Assert.True(finding.Label is null or { IsNumber: true, IsForced: false }));
        Assert.InRange(plan.Legend.Height, 1, 1300);
        Assert.True(plan.Legend.Entries.Count < 3000);
    }

    [Theory]
    [InlineData(new[] { 1, 2, 3, 5 }, "1–3, 5")]
    [InlineData(new[] { 1, 2 }, "1, 2")]
    [InlineData(new[] { 4, 7, 8, 9, 10 }, "4, 7–10")]
    public void Numbers_of_one_text_are_joined(int[] numbers, string joined) => Assert.Equal(joined, FindingsLegend.Join(numbers));

    /// <summary>Every plate is in the picture and covers neither another nor a finding that does not hold what it names.</summary>
    private static void AssertNothingIsCovered(FindingsPlan plan)
    {
        var picture = new SKRect(0, 0, plan.Picture.Width, plan.Picture.Height);
        Assert.All(plan.Findings, one =>
        {
            var plate = one.Label!.Plate;
            Assert.True(picture.Contains(plate), $"{one.Text}: {plate}");
            Assert.False(one.Label.IsForced);
            Assert.All(plan.Findings, other =>
            {
                if (ReferenceEquals(one, other))
                    return;
                Assert.False(Covers(plate, other.Label!.Plate), $"the label of {one.Number} covers that of {other.Number}");
                Assert.True(
                    other.Place.Contains(one.Place) || !Covers(plate, other.Place), $"the label of {one.Number} covers {other.Number}");
            });
        });
    }

    private static void AssertNumbersAreExplained(FindingsPlan plan) =>
        Assert.Equal(
            plan.Findings.Where(finding => finding.Label!.IsNumber).Select(finding => finding.Text).Distinct().Count(),
            plan.Legend.Entries.Count);

    private static bool Covers(SKRect one, SKRect other) =>
        Math.Min(one.Right, other.Right) - Math.Max(one.Left, other.Left) > 0.01f
        && Math.Min(one.Bottom, other.Bottom) - Math.Max(one.Top, other.Top) > 0.01f;

    // as the drawing does: small pictures are enlarged
    private static FindingsPlan Plan(int width, int height, IReadOnlyList<LocatedBox> boxes)
    {
        var factor = Math.Max(1, 479 / Math.Max(width, height) + 1);
        return FindingsPlan.Create(width * factor, height * factor, factor, boxes, []);
    }

    // boxes on a grid, each a little off its place
    private static LocatedBox[] Crowd(int width, int height, int columns, int rows, double filled)
    {
        var random = new Random(columns * 100 + rows);
        var (cellWidth, cellHeight) = (width / (double)columns, height / (double)rows);
        return
        [
            .. Enumerable.Range(0, columns * rows).Select(i =>
            {
                var side = Math.Min(cellWidth, cellHeight) * filled;
                var left = (int)(i % columns * cellWidth + random.NextDouble() * (cellWidth - side));
                var top = (int)(i / columns * cellHeight + random.NextDouble() * (cellHeight - side));
                return Box(left, top, left + (int)side, top + (int)side, Words[i % Words.Length]);
            }),
        ];
    }

    private static LocatedBox[] Lines(int count, Func<int, int> right) =>
        [.. Enumerable.Range(0, count).Select(i => Box(50, 22 + i * 30, right(i), 46 + i * 30, $"What line {i} says"))];

    private static LocatedBox Box(int x1, int y1, int x2, int y2, string label) =>
        new() { X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, Label = label };
}
