using System.Diagnostics;

namespace Qwen.Cli.Tests.Privacy;

/// <summary>
/// The environment of a machine where nobody switched anything off: without the variables of this project, and without those of a build
/// server, on which ONNX Runtime keeps silent by itself.
/// </summary>
internal static class QuietEnvironment
{
    private static readonly string[] Kept = ["PATH", "DOTNET_ROOT", "LANG"];

    public static void Apply(ProcessStartInfo start, string home, string temporary)
    {
        foreach (var name in start.Environment.Keys.Except(Kept).ToList())
            start.Environment.Remove(name);
        start.Environment["HOME"] = home;
        start.Environment["TMPDIR"] = temporary;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
    }
}
