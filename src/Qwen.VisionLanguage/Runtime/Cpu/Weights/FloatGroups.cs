using System.Buffers;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Packs groups of 16 outputs of a matrix that stays float. Safe from several threads.</summary>
internal sealed class FloatGroups(PackedEntry entry)
{
    /// <summary>Packs one group.</summary>
    public void Pack(int group, Memory<byte> packed)
    {
        var first = group * MatrixPacker.Group;
        var count = Math.Min(MatrixPacker.Group, entry.Outputs - first);
        var rows = ArrayPool<float>.Shared.Rent(count * entry.Inputs);
        for (var row = 0; row < count; row++)
        {
            var (part, at) = entry.Locate(first + row);
            entry.Sources[part].ReadRow(at, rows.AsSpan(row * entry.Inputs, entry.Inputs));
        }

        MatrixPacker.PackGroup(entry.Form!.Value, rows.AsSpan(0, count * entry.Inputs), entry.Inputs, packed.Span);
        ArrayPool<float>.Shared.Return(rows);
    }
}
