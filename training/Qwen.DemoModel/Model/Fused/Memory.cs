using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Qwen.DemoModel.Model.Fused;

/// <summary>Numbers of tensors, and the life of tensors that a backward pass hands to the native engine.</summary>
internal static unsafe class Memory
{
    /// <summary>Numbers that the kernels take at a time: widths are multiples of it.</summary>
    public const int Lanes = 16;

    [ThreadStatic]
    private static List<Tensor>? handedOver;

    /// <summary>Where a contiguous tensor's numbers start.</summary>
    public static void* Of(Tensor tensor) => System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Whether a tensor holds bf16.</summary>
    public static bool IsHalf(Tensor tensor) => tensor.dtype == ScalarType.BFloat16;

    /// <summary>
    /// Gradients for the engine, which takes its own hold of them as soon as the call returns: those of the call before are let go
    /// now, and not only when the whole step is over.
    /// </summary>
    public static List<Tensor> HandOver(params List<Tensor> gradients)
    {
        handedOver?.ForEach(tensor => tensor?.Dispose());
        handedOver = [.. gradients.Where(gradient => gradient is not null)];
        return gradients;
    }
}
