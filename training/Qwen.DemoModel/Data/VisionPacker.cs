using Qwen.DemoModel.Drawing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Positions;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Data;

/// <summary>Cuts pictures into patches and sorts them into windows, all of one shape.</summary>
internal sealed class VisionPacker
{
    /// <summary>As the engine masks padding: far below any score.</summary>
    public const float Masked = -1e4f;

    private readonly VisionConfig config;
    private readonly WindowLayout[] layouts;
    private readonly int windows;
    private readonly int slots;
    private readonly bool still;

    private VisionPacker(IReadOnlyList<Picture> pictures, VisionConfig config)
    {
        this.config = config;
        layouts =
        [
            .. pictures.Select(picture => WindowLayout.Create(picture.Height / config.PatchSize, picture.Width / config.PatchSize, config))
        ];
        windows = layouts.Max(layout => layout.WindowCount);
        slots = layouts.Max(layout => layout.SlotCount);
        still = pictures.All(picture => !picture.IsVideo);
    }

    /// <summary>Packs all slices of all pictures.</summary>
    /// <returns>The batch; for each picture and slice the slot of every patch in merge order.</returns>
    public static (VisionBatch Batch, int[][] PatchSlots) Pack(
        IReadOnlyList<Picture> pictures, PreprocessorConfig preprocessor, VisionConfig config)
    {
        var packer = new VisionPacker(pictures, config);
        var perSlice = packer.windows * packer.slots;
        var slices = pictures.Sum(picture => picture.Slices);
        var length = packer.still ? config.PatchLength / config.TemporalPatchSize : config.PatchLength;
        var pixels = new float[slices * perSlice * length];
        var places = new float[slices * perSlice * 2];
        var bias = new float[slices * perSlice];
        Array.Fill(bias, Masked);

        var patchSlots = new List<int[]>();
        for (var i = 0; i < pictures.Count; i++)
        {
            var order = packer.SlotsOf(packer.layouts[i]);
            for (var slice = 0; slice < pictures[i].Slices; slice++)
            {
                var first = patchSlots.Count * perSlice;
                int[] target = [.. order.Select(slot => first + slot)];
                packer.Write(pictures[i], slice, target, preprocessor, pixels, places, bias);
                patchSlots.Add(target);
            }
        }

        var batch = new VisionBatch
        {
            Pictures = slices,
            Windows = packer.windows,
            PatchLength = length,
            Pixels = tensor(pixels, [slices * perSlice, length]),
            Places = tensor(places, [slices * perSlice, 2]),
            SlotBias = tensor(bias),
        };
        return (batch, [.. patchSlots]);
    }

    // the slot of each patch in merge order; a layout with fewer slots leaves the last ones of each window empty
    private int[] SlotsOf(WindowLayout layout)
    {
        var order = new int[layout.Rows * layout.Columns];
        for (var slot = 0; slot < layout.PatchOfSlot.Length; slot++)
        {
            if (layout.PatchOfSlot[slot] is >= 0 and var patch)
                order[patch] = slot / layout.SlotCount * slots + slot % layout.SlotCount;
        }

        return order;
    }

    private void Write(
        Picture picture, int slice, int[] target, PreprocessorConfig preprocessor, float[] pixels, float[] places, float[] bias)
    {
        int patch = config.PatchSize, merge = config.MergeSize, unitColumns = picture.Width / config.UnitSize;
        var length = pixels.Length / bias.Length;
        for (var i = 0; i < target.Length; i++)
        {
            var (unit, inside) = (i / (merge * merge), i % (merge * merge));
            int row = unit / unitColumns * merge + inside / merge, column = unit % unitColumns * merge + inside % merge;
            (places[2 * target[i]], places[2 * target[i] + 1], bias[target[i]]) = (row, column, 0);

            // [channel, frame, y, x], one frame for stills
            var line = pixels.AsSpan(target[i] * length, length);
            for (var channel = 0; channel < config.ChannelCount; channel++)
            {
                float mean = (float)preprocessor.Mean[channel], scale = 1 / (float)preprocessor.StandardDeviation[channel];
                for (var frame = 0; frame < (still ? 1 : config.TemporalPatchSize); frame++)
                {
                    var source = picture.Frames[picture.IsVideo ? slice * config.TemporalPatchSize + frame : 0];
                    for (var y = 0; y < patch; y++)
                    {
                        var from = ((row * patch + y) * picture.Width + column * patch) * 3 + channel;
                        for (var x = 0; x < patch; x++, from += 3)
                            line[x] = (source[from] / 255f - mean) * scale;
                        line = line[patch..];
                    }
                }
            }
        }
    }
}
