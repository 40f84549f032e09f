using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Qwen.VisionLanguage.Images;

/// <summary>Antialiased bicubic resize of 8-bit pictures, byte for byte what Pillow gives.</summary>
/// <remarks>
/// Two passes, each rounded to bytes; a pass that changes nothing is left out. The order is Pillow 13's (earlier versions
/// always went across first): it changes some bytes by one. Thread-safe.
/// </remarks>
public static class BicubicResizer
{
    /// <summary>Source and target pixels together from which rows are shared among the processor's cores.</summary>
    private const long ParallelPixels = 1 << 20;

    private const int Half = 1 << (ResampleAxis.Precision - 1);

    /// <summary>Resizes a picture.</summary>
    /// <param name="source">The picture; not changed.</param>
    /// <param name="target">The wanted size, both sides at least 1.</param>
    /// <returns>A new picture, or <paramref name="source"/> itself where the size is already right.</returns>
    public static RgbImage Resize(RgbImage source, PixelSize target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Width, 1, nameof(target));
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Height, 1, nameof(target));

        // whole numbers on purpose: down first only where the height shrinks by a larger whole factor than the width
        return Resize(source, target, downFirst: source.Height / target.Height > source.Width / target.Width);
    }

    /// <summary>Resizes with the order of the passes given.</summary>
    internal static RgbImage Resize(RgbImage source, PixelSize target, bool downFirst)
    {
        if (source.Size == target)
            return source;

        var parallel = source.Size.Area + target.Area >= ParallelPixels;
        var pixels = new byte[checked(target.Width * target.Height * 3)];
        if (source.Height == target.Height)
            ResizeAcross(source.Pixels, source.Size, pixels, target.Width, parallel);
        else if (source.Width == target.Width)
            ResizeDown(source.Pixels, source.Size, pixels, target.Height, parallel);
        else
        {
            var middle = downFirst ? source.Size with { Height = target.Height } : source.Size with { Width = target.Width };
            var between = ArrayPool<byte>.Shared.Rent(checked(middle.Width * middle.Height * 3));
            try
            {
                if (downFirst)
                {
                    ResizeDown(source.Pixels, source.Size, between, target.Height, parallel);
                    ResizeAcross(between, middle, pixels, target.Width, parallel);
                }
                else
                {
                    ResizeAcross(source.Pixels, source.Size, between, target.Width, parallel);
                    ResizeDown(between, middle, pixels, target.Height, parallel);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(between);
            }
        }

        return new RgbImage(target.Width, target.Height, pixels);
    }

    /// <summary>Changes the width: [height, width, 3] → [height, target width, 3].</summary>
    private static void ResizeAcross(byte[] source, PixelSize size, byte[] target, int targetWidth, bool parallel)
    {
        var axis = new ResampleAxis(size.Width, targetWidth);
        int sourceStride = size.Width * 3, targetStride = targetWidth * 3;
        ForEachRow(size.Height, parallel, y =>
        {
            // one byte more than the row, because a pixel is read as four bytes
            var row = ArrayPool<byte>.Shared.Rent(sourceStride + 1);
            source.AsSpan(y * sourceStride, sourceStride).CopyTo(row);
            MixPixels(row, axis, target.AsSpan(y * targetStride, targetStride));
            ArrayPool<byte>.Shared.Return(row);
        });
    }

    /// <summary>One output row: each pixel a weighted sum of neighbours, its channels side by side in one vector.</summary>
    private static void MixPixels(ReadOnlySpan<byte> row, ResampleAxis axis, Span<byte> output)
    {
        for (var i = 0; i * 3 < output.Length; i++)
        {
            var weights = axis.Weights(i);
            var window = row.Slice(axis.Start(i) * 3, weights.Length * 3 + 1);
            ref var pixel = ref MemoryMarshal.GetReference(window);
            var sum = Vector128.Create(Half);
            foreach (var weight in weights)
            {
                var bytes = Vector128.CreateScalar(Unsafe.ReadUnaligned<uint>(ref pixel)).AsByte();
                sum += Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32() * weight;
                pixel = ref Unsafe.Add(ref pixel, 3);
            }

            sum = Vector128.Min(Vector128.Max(sum >> ResampleAxis.Precision, Vector128<int>.Zero), Vector128.Create(255));
            output[i * 3] = (byte)sum[0];
            output[i * 3 + 1] = (byte)sum[1];
            output[i * 3 + 2] = (byte)sum[2];
        }
    }

    /// <summary>Changes the height: [height, width, 3] → [target height, width, 3].</summary>
    private static void ResizeDown(byte[] source, PixelSize size, byte[] target, int targetHeight, bool parallel)
    {
        var axis = new ResampleAxis(size.Height, targetHeight);
        var stride = size.Width * 3;
        ForEachRow(targetHeight, parallel, y =>
            MixRows(source.AsSpan(axis.Start(y) * stride), stride, axis.Weights(y), target.AsSpan(y * stride, stride)));
    }

    /// <summary>One output row: a weighted sum of whole rows.</summary>
    private static void MixRows(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> weights, Span<byte> output)
    {
        var x = 0;
        for (; x <= stride - Vector<byte>.Count; x += Vector<byte>.Count)
        {
            var sum0 = new Vector<int>(Half);
            Vector<int> sum1 = sum0, sum2 = sum0, sum3 = sum0;
            for (var j = 0; j < weights.Length; j++)
            {
                Vector.Widen(new Vector<byte>(rows[(j * stride + x)..]), out var lower, out var upper);
                Vector.Widen(lower, out var v0, out var v1);
                Vector.Widen(upper, out var v2, out var v3);
                var weight = weights[j];
                sum0 += Vector.AsVectorInt32(v0) * weight;
                sum1 += Vector.AsVectorInt32(v1) * weight;
                sum2 += Vector.AsVectorInt32(v2) * weight;
                sum3 += Vector.AsVectorInt32(v3) * weight;
            }

            Vector.Narrow(
                Vector.Narrow(ToBytes(sum0), ToBytes(sum1)),
                Vector.Narrow(ToBytes(sum2), ToBytes(sum3))).CopyTo(output[x..]);
        }

        for (; x < stride; x++)
        {
            var sum = Half;
            for (var j = 0; j < weights.Length; j++)
                sum += weights[j] * rows[j * stride + x];
            output[x] = (byte)Math.Clamp(sum >> ResampleAxis.Precision, 0, 255);
        }
    }

    private static Vector<uint> ToBytes(Vector<int> sum) =>
        Vector.AsVectorUInt32(Vector.Min(Vector.Max(sum >> ResampleAxis.Precision, Vector<int>.Zero), new Vector<int>(255)));

    private static void ForEachRow(int rows, bool parallel, Action<int> body)
    {
        if (parallel)
        {
            Parallel.For(0, rows, body);
            return;
        }

        for (var y = 0; y < rows; y++)
            body(y);
    }
}
