using System.Diagnostics;
using System.Text;

namespace Qwen.Packaging.Tests;

/// <summary>Runs the <c>dotnet</c> command, or a program, as a person would: in a folder, waiting for its end.</summary>
internal static class DotnetCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    /// <summary>Runs <c>dotnet</c> and returns what it wrote; fails the test on any other exit code than 0.</summary>
    public static Task<string> RunAsync(string folder, params IReadOnlyList<string> arguments) =>
        RunProgramAsync("dotnet", folder, arguments);

    /// <summary>Runs a program and returns what it wrote; fails the test on any other exit code than 0.</summary>
    public static async Task<string> RunProgramAsync(string program, string folder, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // nothing that outlives the command, and nothing that this test's own host says about itself
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBuild", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);

        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        var text = output.ToString();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{text}");
        return text;

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output)
                output.AppendLine(line.Data);
        }
    }
}
