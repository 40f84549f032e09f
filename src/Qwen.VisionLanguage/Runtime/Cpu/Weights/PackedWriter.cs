using System.Buffers;
using System.Runtime.InteropServices;
using Qwen.VisionLanguage.Graphs;
using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu.Weights;

/// <summary>Streams a checkpoint into a packed file: some groups of outputs in memory at a time, whatever its size.</summary>
internal static class PackedWriter
{
    private const int BatchBytes = 16 << 20;

    /// <summary>Writes the whole file.</summary>
    /// <param name="layout">What goes in.</param>
    /// <param name="output">A new file.</param>
    /// <param name="written">Told of bytes as they are written.</param>
    /// <param name="cancellationToken">Stops between two batches.</param>
    public static void Write(PackedLayout layout, Stream output, Action<long> written, CancellationToken cancellationToken)
    {
        foreach (var entry in layout.Entries)
        {
            Pad(output, entry.Offset);
            if (entry.Form is { } form)
                Matrix(layout.Plan, entry, form, output, written, cancellationToken);
            else
                Vector(entry, output, written);
        }

        Pad(output, layout.Length);
    }

    private static void Vector(PackedEntry entry, Stream output, Action<long> written)
    {
        var values = new float[entry.Outputs];
        var at = 0;
        foreach (var source in entry.Sources)
        {
            source.Tensor.ReadFloats(0, values.AsSpan(at, source.Rows));
            at += source.Rows;
        }

        output.Write(MemoryMarshal.AsBytes<float>(values));
        written(entry.ByteLength);
    }

    private static void Matrix(
        WeightPlan plan, PackedEntry entry, WeightForm form, Stream output, Action<long> written, CancellationToken cancellationToken)
    {
        var bytes = MatrixPacker.GroupBytes(form, entry.Inputs);
        var groups = (entry.Outputs + MatrixPacker.Group - 1) / MatrixPacker.Group;
        var batch = Math.Clamp(BatchBytes / bytes, 1, groups);
        var buffer = ArrayPool<byte>.Shared.Rent(batch * bytes);
        Action<int, Memory<byte>> pack = form.IsFloat() ? new FloatGroups(entry).Pack : new IntegerGroups(plan, entry, form).Pack;
        try
        {
            for (var first = 0; first < groups; first += batch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(batch, groups - first);
                Parallel.For(0, count, group => pack(first + group, buffer.AsMemory(group * bytes, bytes)));
                output.Write(buffer, 0, count * bytes);
                written((long)count * bytes);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void Pad(Stream output, long position)
    {
        while (output.Position < position)
            output.WriteByte(0);
    }
}
