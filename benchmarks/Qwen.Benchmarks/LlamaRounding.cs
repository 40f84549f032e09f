using System.Runtime.InteropServices;

namespace Qwen.Benchmarks;

/// <summary>
/// llama.cpp's rounding, where QWENVL_LLAMA names the folder of its natives (of LLamaSharp.Backend.Cpu). Its K types want rows in blocks
/// of 256: the demo model's are shorter, so that its matrices go in as they lie in memory, some rows in one block.
/// </summary>
internal sealed unsafe class LlamaRounding
{
    private const int Columns = 256;

    private readonly delegate* unmanaged<int, float*, void*, long, long, long, float*, nuint> quantize;
    private readonly delegate* unmanaged<int, nint> traits;

    private LlamaRounding(nint library)
    {
        quantize = (delegate* unmanaged<int, float*, void*, long, long, long, float*, nuint>)NativeLibrary.GetExport(
            library, "ggml_quantize_chunk");
        traits = (delegate* unmanaged<int, nint>)NativeLibrary.GetExport(library, "ggml_get_type_traits");
    }

    /// <summary>What is compared, with its number in ggml's list of types.</summary>
    public static (string Name, int Number, double BytesOfWeight)[] Types { get; } =
        [("Q4_0", 2, 0.5625), ("Q4_1", 3, 0.625), ("Q4_K", 12, 0.5625), ("Q5_K", 13, 0.6875)];

    /// <summary>The natives; null where no folder is named.</summary>
    public static LlamaRounding? TryLoad()
        => Environment.GetEnvironmentVariable("QWENVL_LLAMA") is { Length: > 0 } folder
            ? new LlamaRounding(NativeLibrary.Load(Path.Combine(folder, "libggml-base.so")))
            : null;

    /// <summary>Rounds numbers in place.</summary>
    public void Round(int type, float[] numbers)
    {
        var packed = new byte[numbers.Length * sizeof(float)]; // more than any type takes
        // name, numbers of a block, its interleaving, its bytes, whether it is quantised, then the way back
        var back = (delegate* unmanaged<void*, float*, long, void>)Marshal.ReadIntPtr(traits(type), 40);
        fixed (float* from = numbers)
        fixed (byte* to = packed)
        {
            quantize(type, from, to, 0, numbers.Length / Columns, Columns, null);
            back(to, from, numbers.Length);
        }
    }
}
