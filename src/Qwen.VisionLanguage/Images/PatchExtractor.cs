using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Images;

/// <summary>Cuts two neighbouring frames into the encoder's input rows: normalised patches in the order of merged units.</summary>
/// <remarks>Thread-safe once made.</remarks>
internal sealed class PatchExtractor
{
    private const int Channels = 3;
    private const int FramesPerPatch = 2;
    private readonly float[] normalized = new float[Channels * 256]; // (v / 255 − mean) / std for every byte of each channel
    private readonly int patch;
    private readonly int merge;

    /// <summary>Prepares the table of normalised values.</summary>
    /// <exception cref="QwenException">The encoder wants something else than three channels and two frames per patch.</exception>
    public PatchExtractor(PreprocessorConfig config, VisionConfig vision)
    {
        ArgumentNullException.ThrowIfNull(config);
        ArgumentNullException.ThrowIfNull(vision);
        if (vision.ChannelCount != Channels || vision.TemporalPatchSize != FramesPerPatch)
            throw new QwenException(
                $"The checkpoint's encoder takes {vision.ChannelCount} channels and {vision.TemporalPatchSize} frames per patch; " +
                $"Qwen2.5-VL has {Channels} and {FramesPerPatch}. Use a Qwen2.5-VL checkpoint.");
        if (config.Mean.Count != Channels || config.StandardDeviation.Count != Channels)
            throw new QwenException(
                "preprocessor_config.json must give image_mean and image_std for three channels; "
                + "take the file of the published checkpoint.");

        patch = vision.PatchSize;
        merge = vision.MergeSize;
        PatchLength = vision.PatchLength;
        for (var channel = 0; channel < Channels; channel++)
        {
            for (var value = 0; value < 256; value++)
                normalized[channel * 256 + value] = (float)((value / 255.0 - config.Mean[channel]) / config.StandardDeviation[channel]);
        }
    }

    /// <summary>Numbers in one row: channels × frames × patch height × patch width.</summary>
    public int PatchLength { get; }

    /// <summary>The grid of a given number of temporal patches at a given size.</summary>
    /// <param name="slices">Temporal patches: 1 for a picture, half the frames of a video.</param>
    /// <param name="size">Size of the frames, both sides multiples of a merged unit.</param>
    public VisionGrid Grid(int slices, PixelSize size) => new(slices, size.Height / patch, size.Width / patch);

    /// <summary>Writes the rows of one temporal patch.</summary>
    /// <param name="first">The earlier frame; both sides multiples of a merged unit.</param>
    /// <param name="second">The later frame, of the same size; for a picture the same object again.</param>
    /// <param name="patches">Receives <c>[H/14 · W/14, 1176]</c> values; the rest of the span is left as it is.</param>
    /// <exception cref="ArgumentException">The sizes do not fit each other, the merged unit, or the span.</exception>
    public void Extract(RgbImage first, RgbImage second, Span<float> patches)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        var unit = patch * merge;
        if (first.Size != second.Size || first.Width % unit != 0 || first.Height % unit != 0)
            throw new ArgumentException(
                $"Frames of {first.Size} and {second.Size} do not share a size in multiples of {unit} pixels.", nameof(second));
        var grid = Grid(1, first.Size);
        if (patches.Length < (long)grid.PatchCount * PatchLength)
            throw new ArgumentException(
                $"{grid.PatchCount} patches of {PatchLength} do not fit into {patches.Length} values.", nameof(patches));

        for (var blockRow = 0; blockRow < grid.H; blockRow += merge)
        {
            for (var blockColumn = 0; blockColumn < grid.W; blockColumn += merge)
            {
                for (var i = 0; i < merge * merge; i++)
                {
                    WritePatch(first, second, (blockRow + i / merge) * patch, (blockColumn + i % merge) * patch, patches[..PatchLength]);
                    patches = patches[PatchLength..];
                }
            }
        }
    }

    /// <summary>One row: [channel, frame, y, x].</summary>
    private void WritePatch(RgbImage first, RgbImage second, int top, int left, Span<float> row)
    {
        for (var channel = 0; channel < Channels; channel++)
        {
            var table = normalized.AsSpan(channel * 256, 256);
            var plane = row.Slice(channel * FramesPerPatch * patch * patch, patch * patch);
            var next = row.Slice((channel * FramesPerPatch + 1) * patch * patch, patch * patch);
            WritePlane(first, top, left, channel, table, plane);
            if (ReferenceEquals(first, second))
                plane.CopyTo(next);
            else
                WritePlane(second, top, left, channel, table, next);
        }
    }

    /// <summary>One channel of one frame: [y, x].</summary>
    private void WritePlane(RgbImage frame, int top, int left, int channel, ReadOnlySpan<float> table, Span<float> plane)
    {
        for (var y = 0; y < patch; y++)
        {
            var pixels = frame.Pixels.AsSpan(((top + y) * frame.Width + left) * Channels, patch * Channels);
            var line = plane.Slice(y * patch, patch);
            for (var x = 0; x < line.Length; x++)
                line[x] = table[pixels[x * Channels + channel]];
        }
    }
}
