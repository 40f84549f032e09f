using System.ComponentModel;
using System.Diagnostics;
using Qwen.VisionLanguage;

namespace Qwen.Screens.X11;

/// <summary>Runs one of the programs that reach an X display. Arguments go to it as a list; no shell reads them.</summary>
internal static class X11Program
{
    private const int MaxComplaint = 500;

    /// <summary>Runs a program to its end, or kills it.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="display">The display.</param>
    /// <param name="input">What it reads; null for nothing.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>What it wrote.</returns>
    /// <exception cref="QwenException">It is not there, or it failed.</exception>
    public static async Task<byte[]> RunAsync(string program, IEnumerable<string> arguments, string? display, string? input, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = Start(program, arguments, display);
        await using var kill = cancellationToken.Register(() => Kill(process)).ConfigureAwait(false);
        using var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, CancellationToken.None);
        var complaining = process.StandardError.ReadToEndAsync(CancellationToken.None);
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input).ConfigureAwait(false);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it ended without reading: its exit code says why
        }

        await Task.WhenAll(reading, complaining, process.WaitForExitAsync(CancellationToken.None)).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        var complaint = (await complaining.ConfigureAwait(false)).Trim();
        return process.ExitCode == 0
            ? output.ToArray()
            : throw new QwenException(
                $"'{program}' failed on the display {display ?? "of the environment"}: {complaint[..Math.Min(complaint.Length, MaxComplaint)]} (exit code {process.ExitCode}).");
    }

    private static Process Start(string program, IEnumerable<string> arguments, string? display)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(false),
        };
        if (display is not null)
            start.Environment["DISPLAY"] = display;
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            throw new QwenException(
                $"'{program}' could not be started, and X11 desktops are driven with xdotool and captured with ffmpeg. " +
                "Install both (Debian and Ubuntu: apt-get install xdotool ffmpeg).",
                error);
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // it has ended in between
        }
    }
}
