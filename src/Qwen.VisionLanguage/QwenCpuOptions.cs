namespace Qwen.VisionLanguage;

/// <summary>How our own kernels use the processor (device <c>native-cpu</c>, and <c>cpu</c> where that takes it).</summary>
public sealed record QwenCpuOptions
{
    /// <summary>
    /// Family of kernels: <c>avx512-vnni</c>, <c>avx-vnni</c>, <c>avx512</c>, <c>avx2</c>, <c>advsimd-dp</c> or <c>portable</c>; all give
    /// the same bits. Null for the fastest that runs here. One that does not run here is refused with the names of those that do.
    /// </summary>
    public string? Kernels { get; init; }

    /// <summary>
    /// Processors, by the system's numbers from 0, that threads are bound to, one thread each unless
    /// <see cref="QwenModelOptions.Threads"/> says otherwise; null leaves that to the system. On Linux and Windows.
    /// </summary>
    public IReadOnlyList<int>? Processors { get; init; }

    /// <summary>
    /// Priority of the threads against other programs: below normal, the model takes what others leave. On Linux one above normal needs
    /// the right to it.
    /// </summary>
    public ThreadPriority Priority { get; init; } = ThreadPriority.Normal;
}
