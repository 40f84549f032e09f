using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Qwen.Testing;

/// <summary>
/// The inspector of the Model Context Protocol, run from its npm package; skips the running test, with the reason, where it cannot be had.
/// </summary>
public static class McpInspector
{
    private const string Package = "@modelcontextprotocol/inspector@2.12.0";

    /// <summary>Runs it once.</summary>
    /// <param name="arguments">What follows <c>--cli</c>.</param>
    public static async Task<(int ExitCode, string Output, string Notes)> RunAsync(
        IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        using var catalog = new TempFolder();
        var (_, probe, trouble) = await StartAsync(["--version"], catalog, cancellationToken);
        Assert.SkipWhen(!probe.Any(char.IsDigit), $"{Package} cannot be had from npm: {trouble}");
        return await StartAsync(arguments, catalog, cancellationToken);
    }

    private static async Task<(int ExitCode, string Output, string Notes)> StartAsync(
        IReadOnlyList<string> arguments, TempFolder catalog, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? "npx.cmd" : "npx")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in (string[])["--yes", Package, "--cli", .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["MCP_CATALOG_PATH"] = catalog.File("catalog.json");
        start.Environment["NO_UPDATE_NOTIFIER"] = start.Environment["npm_config_update_notifier"] = "false";
        try
        {
            using var process = Process.Start(start)!;
            var (output, notes) =
                (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            try
            {
                await process.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }

            return (process.ExitCode, await output, await notes);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no npx program on the search path: install Node.js.");
            throw;
        }
    }
}
