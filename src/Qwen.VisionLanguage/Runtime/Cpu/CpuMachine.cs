using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>Kernels and threads of the device, shared by encoder and decoder. Not for two runs at once.</summary>
/// <param name="kernels">Which kernels compute.</param>
/// <param name="threads">Threads of a run; null for one for each processor.</param>
internal sealed class CpuMachine(KernelFamily kernels, int? threads) : IDisposable
{
    private readonly Scratch scratch = new();

    public KernelFamily Kernels => kernels;

    public WorkerPool Pool { get; } = new(threads);

    /// <summary>y = x·wᵀ. // x [rows, inputs], y [rows, outputs]</summary>
    public void Linear(Rows x, in PackedMatrix w, Rows y)
    {
        y.Resize(x.Count);
        kernels.Multiply(w, x.All, x.Count, y.All, Pool, scratch);
    }

    /// <summary>y = x·wᵀ into memory of the caller.</summary>
    public void Linear(Rows x, in PackedMatrix w, Span<float> y) => kernels.Multiply(w, x.All, x.Count, y, Pool, scratch);

    public void Dispose()
    {
        Pool.Dispose();
        scratch.Dispose();
    }
}
