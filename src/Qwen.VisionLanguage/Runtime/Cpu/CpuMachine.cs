using Qwen.VisionLanguage.Runtime.Cpu.Kernels;

namespace Qwen.VisionLanguage.Runtime.Cpu;

/// <summary>Kernels and threads of the device, which encoder and decoder take in turns.</summary>
/// <param name="kernels">Which kernels compute.</param>
/// <param name="threads">Threads of a run; null for one for each processor.</param>
/// <param name="placement">Where they run; null leaves that to the system.</param>
internal sealed class CpuMachine(KernelFamily kernels, int? threads, ThreadPlacement? placement) : IDisposable
{
    private readonly Scratch scratch = new();
    private readonly SemaphoreSlim turn = new(1, 1);

    public KernelFamily Kernels => kernels;

    public WorkerPool Pool { get; } = new(threads, placement);

    /// <summary>
    /// Does a piece of work when it is its turn; first come, first served: a picture that is encoded block by block lets the steps
    /// of others pass between two blocks.
    /// </summary>
    public void TakeTurn(Action work)
    {
        turn.WaitAsync().GetAwaiter().GetResult(); // Wait would not keep the order
        try
        {
            work();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>y = x·wᵀ. // x [rows, inputs], y [rows, outputs]</summary>
    public void Linear(Rows x, in PackedMatrix w, Rows y)
    {
        y.Resize(x.Count);
        Linear(x, w, y.All);
    }

    /// <summary>y = x·wᵀ into memory of the caller.</summary>
    public void Linear(Rows x, in PackedMatrix w, Span<float> y)
        => kernels.Multiply(w, x.Reach, x.Stride, x.Count, y, default, Pool, scratch);

    /// <summary>y = x·wᵀ and what comes before and after it; y has its rows already where something is added to them.</summary>
    public void Linear(Rows x, in PackedMatrix w, Rows y, in ProductEnds ends)
    {
        if (!ends.Accumulate)
            y.Resize(x.Count);
        kernels.Multiply(w, x.Reach, x.Stride, x.Count, y.All, ends, Pool, scratch);
    }

    public void Dispose()
    {
        turn.Dispose();
        Pool.Dispose();
        scratch.Dispose();
    }
}
