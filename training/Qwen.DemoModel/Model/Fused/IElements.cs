using System.Runtime.Intrinsics;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>How sixteen numbers of a tensor are read and written: fp32, or bf16 as two bytes each.</summary>
internal unsafe interface IElements
{
    /// <summary>Sixteen numbers from index <paramref name="i"/> on.</summary>
    static abstract Vector512<float> Load(void* start, long i);

    /// <summary>Writes sixteen numbers from index <paramref name="i"/> on.</summary>
    static abstract void Store(void* start, long i, Vector512<float> numbers);
}
