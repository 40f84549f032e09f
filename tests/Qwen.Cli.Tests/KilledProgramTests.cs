using System.Diagnostics;
using Qwen.Cli.Tests.Pictures;
using Qwen.Testing;

namespace Qwen.Cli.Tests;

/// <summary>A command that is killed while a program of its hangs: nothing of it runs on, and no file stays behind.</summary>
public sealed class KilledProgramTests : IDisposable
{
    private const string Trace = "QWENVL_TEST_TRACE";

    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(2);

    private readonly TempFolder folder = new();
    private readonly string trace = Guid.NewGuid().ToString("N");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("ffprobe", "sleep 4000")]
    [InlineData("ffprobe", "trap '' TERM HUP PIPE; while :; do sleep 1; done")]
    [InlineData("ffmpeg", "setsid sleep 4000 & (setsid setsid sleep 4000 &) ; sleep 4000")]
    [InlineData("pdfinfo", "sleep 4000 & sleep 4000")]
    [InlineData("pdftoppm", "kill -STOP $$")]
    public async Task What_a_killed_command_had_started_ends_and_leaves_no_file(string program, string script)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("Only Linux tells what runs and under which environment.");
        var isFilm = program.StartsWith("ff", StringComparison.Ordinal);
        if (!isFilm)
            DemoPictures.RequirePoppler();
        foreach (var name in isFilm ? new[] { "ffmpeg", "ffprobe" } : ["pdfinfo", "pdftoppm"])
            Write(name, name == program ? $"echo begun > {folder.File("begun")}; {script}" : $"PATH=$REAL_PATH exec {name} \"$@\"");
        using var command = await StartAsync(isFilm);
        await UntilAsync(() => File.Exists(folder.File("begun")));
        Assert.Contains(Traced(), id => id != command.Id);
        command.Kill();
        await command.WaitForExitAsync(Token);
        await UntilAsync(() => !Traced().Any());
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetTempPath(), $"qwenvl-{command.Id}-*"));
    }

    private async Task<Process> StartAsync(bool isFilm)
    {
        string[] what;
        if (isFilm)
        {
            what = ["watch", "-", "What is shown?"];
        }
        else
        {
            DemoPictures.MakePdf(folder.File("document.pdf"), 1);
            what = ["parse", folder.File("document.pdf")];
        }

        var start = new ProcessStartInfo(
            "dotnet", [Mcp.McpChild.Program, .. what, "--model", RepositoryFiles.DemoCheckpoint, "--device", "cpu"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Trace] = trace;
        start.Environment["REAL_PATH"] = Environment.GetEnvironmentVariable("PATH");
        start.Environment["QWENVL_FFMPEG"] = start.Environment["QWENVL_POPPLER"] = folder.Path;
        var process = Process.Start(start)!;
        if (isFilm)
            await process.StandardInput.BaseStream.WriteAsync(await TestVideo.CreateAsync(), Token);
        process.StandardInput.Close();
        return process;
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, Soon);
            await Task.Delay(20, Token);
        }
    }

    private void Write(string name, string script)
    {
        File.WriteAllText(folder.File(name), $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    // whatever was started by the command has what stands in its environment
    private IEnumerable<int> Traced()
    {
        foreach (var path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), out var id)
                && ReadOrEmpty(path + "/environ").Contains(trace, StringComparison.Ordinal))
                yield return id;
        }
    }

    private static string ReadOrEmpty(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
