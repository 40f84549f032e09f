using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>
/// Keeps the native runtime's telemetry off. It is on by default: it keeps a device id and a queue of events, among them the program's
/// path, below the user's home, and sends them. Only the application itself may want that, by <see cref="OptIn"/> in its project.
/// </summary>
internal static class OnnxTelemetry
{
    /// <summary>Switch of the runtime's configuration by which an application leaves the telemetry as it is.</summary>
    public const string OptIn = "Qwen.VisionLanguage.OnnxRuntimeTelemetry";

    private const string Variable = "ORT_DISABLE_TELEMETRY";

    private static bool IsWanted => AppContext.TryGetSwitch(OptIn, out var wanted) && wanted;

    /// <summary>Sets the variable that the native library reads when it is loaded.</summary>
    // whoever touches this assembly is covered, also an application that opens sessions of its own before the model
#pragma warning disable CA2255 // a library's initializer: nothing later than the assembly's load is sure to come before the native's
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void KeepOff()
    {
        if (IsWanted)
            return;
        Environment.SetEnvironmentVariable(Variable, "1");

        // on Unix .NET keeps variables of its own: what a native library reads stays as it was when the process began
        if (OperatingSystem.IsWindows())
            return;
        try
        {
            _ = SetNative(Variable, "1", 1);
        }
        catch (Exception error) when (error is DllNotFoundException or EntryPointNotFoundException)
        {
            // a C library of another name: DisableTelemetryEvents is then what is left
        }
    }

    /// <summary>The interface's own switch, which works also where the variable came too late or could not be set.</summary>
    public static void KeepOff(OrtEnv environment)
    {
        if (!IsWanted)
            environment.DisableTelemetryEvents();
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNative(string name, string value, int overwrite);
}
