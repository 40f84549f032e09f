using System.Runtime.Intrinsics;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>fp32 as it is.</summary>
internal unsafe struct Singles : IElements
{
    /// <inheritdoc/>
    public static Vector512<float> Load(void* start, long i) => Vector512.Load((float*)start + i);

    /// <inheritdoc/>
    public static void Store(void* start, long i, Vector512<float> numbers) => numbers.Store((float*)start + i);
}
