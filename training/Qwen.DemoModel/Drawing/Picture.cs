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
    public IReadOnlyDictionary<string, (string Value, int Row, int Place)> Fields { get; init; } = new Dictionary<string, (string, int, int)>();

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
        => IsVideo ? new PixelSize(Width, Height) : ImagePreparer.ModelSize(new PixelSize(Width, Height), preprocessor, config, new ImageOptions());

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
    public int[] UnitsAt(double x, double y) => [CellAt(x, y, Unit)];

    private int CellAt(double x, double y, int cell)
        => Math.Clamp((int)(y / cell), 0, Height / cell - 1) * (Width / cell) + Math.Clamp((int)(x / cell), 0, Width / cell - 1);

    /// <summary>Characters whose centre lies in each unit, row after row.</summary>
    public List<(char Character, int Place)>?[] CharactersByUnit() => CharactersByCell(Unit);

    /// <summary>Characters whose centre lies in each patch in raster order, row after row.</summary>
    public List<(char Character, int Place)>?[] CharactersByPatch() => CharactersByCell(Patch);

    private List<(char Character, int Place)>?[] CharactersByCell(int cell)
    {
        var letters = new List<(char, int)>?[Slices * (Width / cell) * (Height / cell)];
        foreach (var row in Rows)
        {
            for (var place = 0; place < row.Text.Length; place++)
            {
                if (row.Text[place] != ' ')
                    (letters[CellAt(row.Centres[place].X, row.Centres[place].Y, cell)] ??= []).Add((row.Text[place], place));
            }
        }

        return letters;
    }

    /// <summary>The picture at another size, as the model's resize would show it.</summary>
    public Picture Resized(int width, int height)
    {
        double across = (double)width / Width, down = (double)height / Height;
        var frames = Frames.Select(frame => BicubicResizer.Resize(new RgbImage(Width, Height, frame), new PixelSize(width, height)).Pixels).ToList();
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
                row.Text, row.Box.Scaled(across, down).Inside(width, height), [.. row.Centres.Select(c => ((float)(c.X * across), (float)(c.Y * down)))]) { Size = (float)(row.Size * down) })],
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
