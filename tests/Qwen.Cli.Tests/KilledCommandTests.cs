using System.Diagnostics;
using Qwen.Testing;

namespace Qwen.Cli.Tests;

/// <summary>
/// <c>qwenvl fetch</c> and <c>qwenvl convert</c> as processes that are killed on their way: the next one goes on, and what comes out in
/// the end is what comes out undisturbed.
/// </summary>
public sealed class KilledCommandTests : IDisposable
{
    private const int Kills = 6;

    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-killed-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_fetch_that_is_killed_goes_on_where_it_was()
    {
        using var hub = new PacedHub(RepositoryFiles.DemoCheckpoint);
        var target = Path.Combine(folder, "fetched");
        string[] arguments = ["fetch", "Some/Demo", "--to", target, "--revision", "v1", "--endpoint", hub.Address];
        for (var kill = 1; kill <= Kills; kill++)
        {
            // the hub stands still behind so many bytes: there the process ends, wherever it is
            hub.Limit = kill * 1_200_000;
            using var process = Start(arguments);
            await hub.WaitForAsync(hub.Limit, Token);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
            Assert.False(File.Exists(Path.Combine(target, "model.safetensors")));
        }

        hub.Limit = long.MaxValue;
        using (var last = Start(arguments))
        {
            var notes = await last.StandardError.ReadToEndAsync(Token);
            await last.WaitForExitAsync(Token);
            Assert.True(last.ExitCode == 0, notes);
        }

        Assert.Empty(Directory.GetFiles(target, "*.part"));
        foreach (var name in hub.Names)
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(RepositoryFiles.DemoCheckpoint, name), Token),
                await File.ReadAllBytesAsync(Path.Combine(target, name), Token));
        }

        // each of them asked for what was missing; what was on its way when one was killed is sent twice
        Assert.Equal(Kills + 1, hub.Starts.Count);
        Assert.Equal(hub.Starts.Order(), hub.Starts);
        Assert.True(hub.Starts[^1] > 1_200_000, $"The last one went on at {hub.Starts[^1]}.");
    }

    [Fact]
    public async Task A_conversion_that_is_killed_is_taken_up_and_comes_out_the_same()
    {
        var (whole, torn) = (Path.Combine(folder, "whole"), Path.Combine(folder, "torn"));
        var undisturbed = await CommandRun.StartAsync(Convert(whole));
        Assert.True(undisturbed.ExitCode == ExitCode.Ok, undisturbed.Notes);
        var bytes = Directory.GetFiles(Path.Combine(whole, "int8")).Sum(file => new FileInfo(file).Length);
        for (var kill = 0; kill < Kills; kill++)
        {
            // as soon as so many bytes lie there, or it is done
            using var process = Start(Convert(torn));
            while (!process.HasExited && Written(torn) < bytes * kill / Kills)
                await Task.Delay(1, Token);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(Token);
        }

        var converted = await CommandRun.StartAsync(Convert(torn));
        Assert.True(converted.ExitCode == ExitCode.Ok, converted.Notes);
        var verified = await CommandRun.StartAsync(["convert", RepositoryFiles.DemoCheckpoint, "--verify", "--out", torn]);
        Assert.True(verified.ExitCode == ExitCode.Ok, verified.Notes + verified.Output);
        Assert.Empty(Directory.GetFiles(torn, "*.tmp*", SearchOption.AllDirectories));
        foreach (var file in Directory.GetFiles(Path.Combine(whole, "int8"), "*.bin"))
        {
            Assert.Equal(
                await File.ReadAllBytesAsync(file, Token),
                await File.ReadAllBytesAsync(Path.Combine(torn, "int8", Path.GetFileName(file)), Token));
        }
    }

    [Fact]
    public async Task A_disk_that_is_full_is_said_by_conversion_and_drawing_and_nothing_half_is_left()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 1024);
        if (disk is null)
            Assert.Skip("No disk can be mounted here.");
        var converted = await CommandRun.StartAsync(Convert(disk.Path));
        Assert.Equal(ExitCode.Failure, converted.ExitCode);
        Assert.Contains("free", converted.Notes, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", converted.Notes, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(disk.Path, "*.tmp*", SearchOption.AllDirectories));

        var hoard = disk.File("hoard");
        Assert.Throws<IOException>(() => File.WriteAllBytes(hoard, new byte[2 << 20]));
        var drawing = disk.File("drawn.png");
        var drawn = await Pictures.DemoPictures.AskAsync(
            "locate", "item", Pictures.DemoPictures.Path("boxn112-01.png"), "--draw", drawing);
        Assert.Equal(ExitCode.Failure, drawn.ExitCode);
        Assert.Contains("cannot be written", drawn.Notes, StringComparison.Ordinal);
        Assert.Equal([hoard], Directory.GetFiles(disk.Path, "*", SearchOption.TopDirectoryOnly));
    }

    private static string[] Convert(string target) =>
        ["convert", RepositoryFiles.DemoCheckpoint, "--out", target, "--precision", "int8", "--device", "cpu"];

    private static long Written(string target)
    {
        try
        {
            return Directory.Exists(target)
                ? new DirectoryInfo(target).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length)
                : 0;
        }
        catch (IOException)
        {
            return 0; // renamed meanwhile
        }
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Mcp.McpChild.Program, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
