using System.Diagnostics;

namespace Qwen.Cli.Tests;

/// <summary>Runs the command as a process of its own, where its environment and its files are what matters.</summary>
internal static class ChildRun
{
    /// <summary>The command of this build.</summary>
    public static string Program => Mcp.McpChild.Program;

    /// <summary>Runs it to its end, with nothing on its standard input.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="environment">Variables that are set.</param>
    public static Task<CommandRun> StartAsync(string[] arguments, string folder, params (string Name, string Value)[] environment) =>
        StartAsync(Program, arguments, folder, environment);

    /// <summary>The same for a copy of the command.</summary>
    public static async Task<CommandRun> StartAsync(
        string program, string[] arguments, string folder, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var cancellationToken = TestContext.Current.CancellationToken;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var notes = await process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandRun(process.ExitCode, await output, notes);
    }
}
