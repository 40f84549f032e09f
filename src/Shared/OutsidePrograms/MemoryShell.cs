using System.Globalization;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>
/// Sets limits of memory, and of processor time where there is one, before a program's first instruction: the system's shell sets them
/// for itself and then becomes the program. The C library's own way to start programs knows no limits, and from outside they could only
/// be set once the program runs.
/// </summary>
internal static class MemoryShell
{
    /// <summary>The shell.</summary>
    public const string Program = "/bin/sh";

    /// <summary>What may be reserved beyond what is written: allocators reserve a good deal for each thread that they never use.</summary>
    public const ulong ReservedBytes = 4UL << 30;

    // texts of callers are arguments of the script and no part of it; a limit that is lower already stays
    private const string Script = "ulimit -d \"$1\" 2>/dev/null; ulimit -v \"$2\" 2>/dev/null; "
        + "[ -z \"$3\" ] || ulimit -t \"$3\" 2>/dev/null; shift 3; exec \"$@\"";

    // who looks from outside ends a program first, and says why; the system's own limit holds also where this process is killed
    private const int SecondsOfGrace = 3;

    /// <summary>Whether there is a shell, and a system that heeds its limits: macOS does not.</summary>
    public static bool CanLimit { get; } = OperatingSystem.IsLinux() && File.Exists(Program);

    /// <summary>The shell's command for a command, each with the program's own name first.</summary>
    public static string[] Limit(string[] command, long maxMemory, TimeSpan? maxProcessor)
    {
        var written = (ulong)maxMemory >> 10; // the shell counts in units of 1024 bytes
        var reserved = written + (ReservedBytes >> 10);
        var seconds = maxProcessor is { TotalDays: < 365 } time
            ? ((long)time.TotalSeconds + SecondsOfGrace).ToString(CultureInfo.InvariantCulture)
            : "";
        return
        [
            "sh", "-c", Script, "sh",
            written.ToString(CultureInfo.InvariantCulture), reserved.ToString(CultureInfo.InvariantCulture), seconds,
            .. command,
        ];
    }
}
