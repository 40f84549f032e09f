using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;

namespace Qwen.DemoModel.Drawing;

/// <summary>A drawn picture or clip with everything that is true about it. Sides are multiples of a merged unit.</summary>
internal sealed class Picture
{
    /// <summary>Edge of a merged unit.</summary>
    public const int Unit = 28;

    private const int Patch = 14;
    private const int CoveringPixels = 60;

    private readonly List<byte[]> masks;
    private readonly Lazy<int[]> thingOfUnit;

    /// <summary>Takes over the drawn arrays.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="frames">RGB bytes of each frame; two for each slice of a clip. // [height, width, 3]</param>
    /// <param name="masks">For each slice and pixel, 1 + index of the thing that lies there, 0 for none.</param>
    public Picture(int width, int height, IReadOnlyList<byte[]> frames, List<byte[]> masks)
    {
        (Width, Height, Frames, this.masks) = (width, height, frames, masks);
        thingOfUnit = new(FindThingsOfUnits);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>RGB bytes of each frame.</summary>
    public IReadOnlyList<byte[]> Frames { get; }

    /// <summary>Whether it is a clip.</summary>
    public bool IsVideo { get; init; }

    /// <summary>Seconds between two slices of a clip.</summary>
    public double SecondsPerGrid { get; init; } = 1;

    /// <summary>Frames of a clip in a second.</summary>
    public double FramesPerSecond => Frames.Count / Slices / SecondsPerGrid;

    /// <summary>Temporal patches: 1 for a picture.</summary>
    public int Slices => masks.Count;

    /// <summary>Merged units of all slices.</summary>
    public int UnitCount => Slices * (Width / Unit) * (Height / Unit);

    /// <summary>What can be asked for.</summary>
    public IReadOnlyList<Thing> Things { get; init; } = [];

    /// <summary>Lines of text in reading order.</summary>
    public IReadOnlyList<TextRow> Rows { get; init; } = [];

    /// <summary>Values that a form or receipt states, by key: row and place of the first character.</summary>
    public IReadOnlyDictionary<string, (string Value, int Row, int Place)> Fields { get; init; } =
        new Dictionary<string, (string, int, int)>();

    /// <summary>Whether <see cref="Things"/> is everything there is, so that background counts as known.</summary>
    public bool KnowsThings { get; init; }

    /// <summary>Whether things have named colours.</summary>
    public bool KnowsColours { get; init; }

    /// <summary>Whether <see cref="Rows"/> is all the text there is.</summary>
    public bool KnowsText { get; init; }

    /// <summary>What else its task knows about it.</summary>
    public object? Notes { get; init; }

    /// <summary>Size at which a model sees it: pictures above its limit are shrunk, frames are taken as they are.</summary>
    public PixelSize SeenSize(PreprocessorConfig preprocessor, VisionConfig config)
        => IsVideo
            ? new PixelSize(Width, Height)
            : ImagePreparer.ModelSize(new PixelSize(Width, Height), preprocessor, config, new ImageOptions());

    /// <summary>The picture as a model sees it.</summary>
    public Picture Seen(PreprocessorConfig preprocessor, VisionConfig config)
    {
        var size = SeenSize(preprocessor, config);
        return size == new PixelSize(Width, Height) ? this : Resized(size.Width, size.Height);
    }

    /// <summary>The thing that covers most of a unit.</summary>
    /// <param name="unit">Number of the unit: slice by slice in raster order.</param>
    public Thing? ThingInUnit(int unit) => thingOfUnit.Value[unit] is >= 0 and var index ? Things[index] : null;

    /// <summary>The thing at a patch's centre.</summary>
    public Thing? ThingAtPatch(int slice, int row, int column)
        => masks[slice][(row * Patch + Patch / 2) * Width + column * Patch + Patch / 2] is > 0 and var id ? Things[id - 1] : null;

    /// <summary>Units that a thing covers most of; where it is too small for that, the unit of its centre.</summary>
    public List<int> UnitsOf(Thing thing, int? slice = null)
    {
        var index = Things.TakeWhile(other => !ReferenceEquals(other, thing)).Count();
        var perSlice = thingOfUnit.Value.Length / Slices;
        var units = Enumerable.Range(0, thingOfUnit.Value.Length)
            .Where(unit => thingOfUnit.Value[unit] == index && (slice is null || unit / perSlice == slice)).ToList();
        return units.Count > 0 ? units : [.. UnitsAt(thing.Box.CentreX, thing.Box.CentreY).Select(unit => unit + (slice ?? 0) * perSlice)];
    }

    /// <summary>The unit of a character's centre.</summary>
    public IReadOnlyList<int> UnitsOfCharacter(TextRow row, int place) => UnitsAt(row.Centres[place].X, row.Centres[place].Y);

    /// <summary>The unit of a point, as a list.</summary>
    public int[] UnitsAt(double x, double y)
        => [Math.Clamp((int)(y / Unit), 0, Height / Unit - 1) * (Width / Unit) + Math.Clamp((int)(x / Unit), 0, Width / Unit - 1)];

    /// <summary>Characters whose centre lies in each unit, row after row.</summary>
    public List<(char Character, int Place)>?[] CharactersByUnit()
    {
        var letters = new List<(char, int)>?[UnitCount];
        foreach (var row in Rows)
        {
            for (var place = 0; place < row.Text.Length; place++)
            {
                if (row.Text[place] != ' ')
                    (letters[UnitsOfCharacter(row, place)[0]] ??= []).Add((row.Text[place], place));
            }
        }

        return letters;
    }

    /// <summary>
    /// Which character has its centre in each cell of each square, counted from the blank: 0 for none, −1 for several. Squares and cells
    /// are in raster order. // [squares, down · across]
    /// </summary>
    public long[] CharactersByCell(int square, int across, int down)
    {
        var cells = new long[Slices * (Width / square) * (Height / square) * across * down];
        foreach (var row in Rows)
        {
            for (var place = 0; place < row.Text.Length; place++)
            {
                var (at, cell) = CellOfCharacter(row, place, square, across, down);
                if (row.Text[place] is > ' ' and <= '~' and var character)
                    cells[at * across * down + cell] = cells[at * across * down + cell] == 0 ? character - ' ' : -1;
            }
        }

        return cells;
    }

    /// <summary>The square and the cell in it of a character's centre.</summary>
    public (int Square, int Cell) CellOfCharacter(TextRow row, int place, int square, int across, int down)
    {
        double x = Math.Clamp(row.Centres[place].X, 0, Width - 0.01), y = Math.Clamp(row.Centres[place].Y, 0, Height - 0.01);
        return (
            (int)(y / square) * (Width / square) + (int)(x / square),
            (int)(y % square * down / square) * across + (int)(x % square * across / square));
    }

    /// <summary>The picture at another size, as the model's resize would show it.</summary>
    public Picture Resized(int width, int height)
    {
        double across = (double)width / Width, down = (double)height / Height;
        var frames =
            Frames.Select(frame => BicubicResizer.Resize(new RgbImage(Width, Height, frame), new PixelSize(width, height)).Pixels).ToList();
        var scaled = masks.ConvertAll(mask =>
        {
            var target = new byte[width * height];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    target[y * width + x] = mask[(int)((y + 0.5) / down) * Width + (int)((x + 0.5) / across)];
            }

            return target;
        });
        return new Picture(width, height, frames, scaled)
        {
            IsVideo = IsVideo,
            SecondsPerGrid = SecondsPerGrid,
            Things = [.. Things.Select(thing => thing with { Box = thing.Box.Scaled(across, down).Inside(width, height) })],
            Rows = [.. Rows.Select(row => new TextRow(
                row.Text, row.Box.Scaled(across, down).Inside(width, height),
                [.. row.Centres.Select(c => ((float)(c.X * across), (float)(c.Y * down)))]) { Size = (float)(row.Size * down) })],
            Fields = Fields,
            KnowsThings = KnowsThings,
            KnowsColours = KnowsColours,
            KnowsText = KnowsText,
            Notes = Notes,
        };
    }

    private int[] FindThingsOfUnits()
    {
        int columns = Width / Unit, rows = Height / Unit;
        var best = new int[Slices * rows * columns];
        var counts = new int[Things.Count + 1];
        for (var unit = 0; unit < best.Length; unit++)
        {
            Array.Clear(counts);
            var mask = masks[unit / (rows * columns)];
            int top = unit % (rows * columns) / columns * Unit, left = unit % columns * Unit;
            for (var y = top; y < top + Unit; y++)
            {
                foreach (var id in mask.AsSpan(y * Width + left, Unit))
                    counts[id]++;
            }

            counts[0] = CoveringPixels;
            best[unit] = Array.IndexOf(counts, counts.Max()) - 1;
        }

        return best;
    }
}
