namespace Qwen.Shared.OutsidePrograms;

/// <summary>A started program together with all that it starts. Safe for concurrent use.</summary>
internal interface IChildProcess : IDisposable
{
    /// <summary>Its standard input; null where it was given none to read.</summary>
    Stream? Input { get; }

    /// <summary>Its standard output. Reading heeds cancellation.</summary>
    Stream Output { get; }

    /// <summary>Its standard error. Reading heeds cancellation.</summary>
    Stream Log { get; }

    /// <summary>Completes when the program itself has ended, whatever becomes of those it started.</summary>
    Task Ended { get; }

    /// <summary>The exit code; only once <see cref="Ended"/> has completed.</summary>
    int ExitCode { get; }

    /// <summary>How long the program and what it started have computed; null where the system does not tell.</summary>
    TimeSpan? ReadProcessorTime();

    /// <summary>Kills the program and what it started.</summary>
    /// <param name="thorough">Also looks for processes that have left the program's group, where the system shows them.</param>
    void Kill(bool thorough);
}
