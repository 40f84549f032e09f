using CsCheck;
using Qwen.Perception;
using Qwen.Perception.Tiles;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Tiles;

/// <summary>What a flawless eye sees of things through tiles, put together, is the things again.</summary>
public class TileMergerTests
{
    private const int Slack = 4;

    /// <summary>Parts of a thing that are thinner are not seen.</summary>
    private const int Visible = 5;

    private static readonly PixelSize Picture = new(700, 500);

    private static readonly Gen<LocatedBox[]> Things = Gen.Select(
        Gen.Int[0, 660], Gen.Int[0, 460], Gen.Int[12, 300], Gen.Int[12, 300], Gen.Bool)
        .Select(t => new LocatedBox
        {
            X1 = t.Item1, Y1 = t.Item2,
            X2 = Math.Min(t.Item1 + t.Item3, Picture.Width), Y2 = Math.Min(t.Item2 + t.Item4, Picture.Height),
            Label = t.Item5 ? "cup" : "plate",
        })
        .Array[1, 12].Select(KeepApart);

    [Fact]
    public void Things_come_out_as_they_went_in() =>
        Gen.Select(Things, Gen.Int[150, 400], Gen.Double[0.15, 0.4], Gen.Bool).Sample((things, size, overlap, whole) =>
        {
            var merger = new TileMerger(Slack);
            var tiles = TileGrid.Lay(Picture, size, overlap, 100);
            foreach (var finding in See(things, tiles, whole))
                merger.Add(finding);
            var boxes = merger.Boxes;
            Assert.Equal(things.Length, boxes.Count);
            Assert.All(things, thing => Assert.Contains(boxes, box => box.Label == thing.Label && Near(box, thing)));
        });

    [Fact]
    public void Nothing_grows_in_number_or_leaves_the_picture() =>
        Gen.Select(Things.Array[1, 6], Gen.Int[150, 400]).Sample((seen, size) =>
        {
            // every tile sees something else
            var merger = new TileMerger(Slack);
            var tiles = TileGrid.Lay(Picture, size, 0.2, 100);
            var findings =
                seen.SelectMany((things, i) =>
                    See(things, [tiles[i % tiles.Count]], whole: false).Select(f => f with { Tiles = [i % tiles.Count] })).ToList();
            foreach (var finding in findings)
                merger.Add(finding);
            Assert.InRange(merger.Boxes.Count, Math.Min(1, findings.Count), findings.Count);
            Assert.All(merger.Boxes, box => Assert.True(
                box is { X1: >= 0, Y1: >= 0 } && box.X1 < box.X2 && box.Y1 < box.Y2 && box.X2 <= Picture.Width
                    && box.Y2 <= Picture.Height));
        });

    [Fact]
    public void Parts_of_a_line_are_one_line() =>
        Gen.Select(
            Gen.Char["abcdefgh 12"].Array[30, 60], Gen.Int[8, 11], Gen.Int[160, 320], Gen.Bool).Sample((letters, width, size, misread) =>
        {
            // letters of equal width; a tile misreads one that its edge cuts, or does not see it
            var text = new string(letters).Trim().Replace("  ", "ab", StringComparison.Ordinal);
            var line = new PictureTile(10, 100, text.Length * width, 20);
            var picture = new PixelSize(line.Right + 10, 300);
            var merger = new LineMerger(Slack);
            var tiles = TileGrid.Lay(picture, size, 0.3, 100);
            for (var i = 0; i < tiles.Count; i++)
            {
                var (from, to) = (Math.Max(tiles[i].X, line.X), Math.Min(tiles[i].Right, line.Right));
                if (tiles[i].Y > line.Y || tiles[i].Bottom < line.Bottom || from >= to)
                    continue;
                var (first, last) = ((from - line.X + width - 1) / width, (to - line.X) / width);
                var seen = text[first..last];
                if (misread)
                    seen = (from > line.X ? "?" : "") + seen + (to < line.Right ? "?" : "");
                merger.Add(TileFinding.Of(Box(
                    from - tiles[i].X, line.Y - tiles[i].Y, to - tiles[i].X, line.Bottom - tiles[i].Y, seen), i, tiles[i], picture, Slack));
            }

            var joined = Assert.Single(merger.Boxes);
            Assert.Equal(text, joined.Label);
            Assert.Equal((line.X, line.Right), (joined.X1, joined.X2));
        });

    [Theory]
    [InlineData("Grand tot", "otal: 12", 3, "Grand total: 12")]
    [InlineData("aaaaaa", "aaaa", 2, "aaaaaaaa")]
    [InlineData("Grand", "total", 0, "Grand total")]
    [InlineData("Gramd to", "tal: 12", 2, "Gramd tal: 12")]
    public void Texts_are_joined_by_the_letters_they_share(string left, string right, double shared, string joined) =>
        Assert.Equal(joined.Length, LineMerger.JoinTexts(left, right, shared).Length);

    private static IEnumerable<TileFinding> See(IReadOnlyList<LocatedBox> things, IReadOnlyList<PictureTile> tiles, bool whole)
    {
        if (whole && tiles.Count > 1)
        {
            foreach (var thing in things)
                yield return TileFinding.Of(thing, -1, PictureTile.Whole(Picture), Picture, Slack);
        }

        for (var i = 0; i < tiles.Count; i++)
        {
            foreach (var thing in things)
            {
                var (x1, y1) = (Math.Max(thing.X1, tiles[i].X), Math.Max(thing.Y1, tiles[i].Y));
                var (x2, y2) = (Math.Min(thing.X2, tiles[i].Right), Math.Min(thing.Y2, tiles[i].Bottom));
                if (x2 - x1 >= Visible && y2 - y1 >= Visible)
                    yield return TileFinding.Of(
                        Box(x1 - tiles[i].X, y1 - tiles[i].Y, x2 - tiles[i].X, y2 - tiles[i].Y, thing.Label), i, tiles[i], Picture, Slack);
            }
        }
    }

    // a part too thin to be seen is missing from the whole
    private static bool Near(LocatedBox box, LocatedBox thing) =>
        Math.Abs(box.X1 - thing.X1) <= Visible && Math.Abs(box.Y1 - thing.Y1) <= Visible
        && Math.Abs(box.X2 - thing.X2) <= Visible && Math.Abs(box.Y2 - thing.Y2) <= Visible;

    // no two things touch: through a gap narrower than the slack they could be one
    private static LocatedBox[] KeepApart(LocatedBox[] things)
    {
        var kept = new List<LocatedBox>();
        foreach (var thing in things)
        {
            var room =
                thing with { X1 = thing.X1 - 2 * Slack, Y1 = thing.Y1 - 2 * Slack, X2 = thing.X2 + 2 * Slack, Y2 = thing.Y2 + 2 * Slack };
            if (kept.All(other => room.Overlap(other) == 0))
                kept.Add(thing);
        }

        return [.. kept];
    }

    private static LocatedBox Box(int x1, int y1, int x2, int y2, string label) =>
        new() { X1 = x1, Y1 = y1, X2 = x2, Y2 = y2, Label = label };
}
