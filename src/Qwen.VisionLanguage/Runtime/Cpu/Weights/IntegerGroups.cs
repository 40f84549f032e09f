using System.Collections.Concurrent;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Packs groups of 16 outputs of a matrix as integers, those of the converter. Safe from several threads.</summary>
internal sealed class IntegerGroups
{
    private readonly PackedEntry entry;
    private readonly WeightForm form;
    private readonly RowCoder[] coders; // of the entry's parts
    private readonly ConcurrentBag<(QuantizedRow Row, float[] Values)> rooms = [];

    public IntegerGroups(WeightPlan plan, PackedEntry entry, WeightForm form)
    {
        (this.entry, this.form) = (entry, form);
        var block = MatrixPacker.SharedBlock(form, entry.Inputs);
        coders = [.. entry.Names.Zip(entry.Sources, (name, source) => plan.Coder(name, source, block))];
    }

    /// <summary>Packs one group.</summary>
    public void Pack(int group, Memory<byte> packed)
    {
        var room = rooms.TryTake(out var used) ? used : coders[0].CreateRow();
        MatrixPacker.ClearGroup(form, packed.Span);
        var first = group * MatrixPacker.Group;
        var count = Math.Min(MatrixPacker.Group, entry.Outputs - first);
        for (var row = 0; row < count; row++)
        {
            var (part, at) = entry.Locate(first + row);
            coders[part].Encode(at, room);
            MatrixPacker.PackRow(form, room.Row, row, packed.Span);
        }

        rooms.Add(room);
    }
}
