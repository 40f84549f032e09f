using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Qwen.Constraints.Fuzzing;

/// <summary>Runs inputs in a process of their own, with limits of memory and time.</summary>
public static class FuzzChild
{
    /// <summary>Bytes that the child's collector may hold.</summary>
    public const int HeapBytes = 640 << 20;

    /// <summary>Runs this program with the given arguments, and reads what became of each input.</summary>
    public static FuzzReport Run(IReadOnlyList<string> arguments, TimeSpan limit)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(FuzzChild).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = HeapBytes.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        using var child = Process.Start(start) ?? throw new InvalidOperationException("The child cannot be started.");
        var errors = child.StandardError.ReadToEndAsync();
        var output = child.StandardOutput.ReadToEndAsync();
        var inTime = child.WaitForExit(limit);
        if (!inTime)
            child.Kill(entireProcessTree: true);
        child.WaitForExit();
        return FuzzReport.Read(output.Result, inTime ? child.ExitCode : -1, errors.Result);
    }
}
