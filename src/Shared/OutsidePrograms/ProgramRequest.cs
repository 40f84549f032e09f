using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>What to run, and what it may cost.</summary>
/// <param name="Program">Full path of the program, as <see cref="ProgramFinder"/> gives it.</param>
/// <param name="Arguments">One string for each argument; no shell reads them.</param>
internal sealed record ProgramRequest(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Variables on top of those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What it reads from its standard input; null for nothing.</summary>
    public ReadOnlyMemory<byte>? Input { get; init; }

    /// <summary>
    /// An open file that the program finds at <see cref="OutsideProgram.FilePath"/>; null for none. Stays the caller's. Not on Windows.
    /// </summary>
    public SafeFileHandle? File { get; init; }

    /// <summary>Longest that it may run.</summary>
    public required TimeSpan MaxTime { get; init; }

    /// <summary>
    /// Longest that it may neither write nor compute while somebody waits for it; null for as long as it runs. Holds where the system
    /// tells how long a program has computed.
    /// </summary>
    public ProgramBound? MaxIdle { get; init; }

    /// <summary>Longest that it, with all that it starts, may compute; null for any time. Holds as <see cref="MaxIdle"/> does.</summary>
    public ProgramBound? MaxProcessor { get; init; }

    /// <summary>Most bytes that it may write to its standard output, and to its log where <see cref="CollectLog"/> is off.</summary>
    public required long MaxOutput { get; init; }

    /// <summary>
    /// Most memory in bytes for each of its processes on Linux, for all together on Windows. macOS enforces no such limit.
    /// </summary>
    public required long MaxMemory { get; init; }

    /// <summary>
    /// Whether both ends of the log (standard error) are kept; if not, the caller reads <see cref="OutsideProgram.Log"/>.
    /// </summary>
    public bool CollectLog { get; init; } = true;

    /// <summary>What errors say the program was at, for example "Reading the film".</summary>
    public required string Work { get; init; }

    /// <summary>What a person can do where it takes too long, for example "VideoLimits.MaxReadingTime is the limit".</summary>
    public required string TimeAdvice { get; init; }

    /// <summary>What a person can do where it writes too much.</summary>
    public required string OutputAdvice { get; init; }
}
