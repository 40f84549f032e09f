using System.Runtime.Intrinsics;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>bf16: the upper half of an fp32, rounded to the nearest, ties to even.</summary>
internal unsafe struct Halves : IElements
{
    /// <inheritdoc/>
    public static Vector512<float> Load(void* start, long i)
        => (Vector512.WidenLower(Vector256.Load((ushort*)start + i).ToVector512Unsafe()) << 16).AsSingle();

    /// <inheritdoc/>
    public static void Store(void* start, long i, Vector512<float> numbers)
    {
        var bits = numbers.AsUInt32();
        bits += Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512.Create(1u));
        bits >>>= 16;
        Vector512.Narrow(bits, bits).GetLower().Store((ushort*)start + i);
    }
}
