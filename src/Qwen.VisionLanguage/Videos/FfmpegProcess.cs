using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Qwen.VisionLanguage.Videos;

/// <summary>A running ffmpeg or ffprobe: its output as a stream, the beginning of its complaints, and a sure end.</summary>
/// <remarks>Arguments go to the program as a list; no shell reads them. Cancelling or disposing kills the program.</remarks>
internal sealed class FfmpegProcess : IAsyncDisposable
{
    /// <summary>Characters of the log that are kept from each end; the rest is read and dropped so that the program never blocks.</summary>
    private const int MaxErrorLength = 4096;

    private readonly Process process;
    private readonly Task errorPump;
    private readonly StringBuilder errors = new();
    private readonly StringBuilder errorsEnd = new();
    private readonly CancellationTokenRegistration killOnCancel;

    private FfmpegProcess(Process process, bool readErrors, CancellationToken cancellationToken)
    {
        this.process = process;
        process.StandardInput.Close();
        errorPump = readErrors ? Task.Run(PumpErrorsAsync, CancellationToken.None) : Task.CompletedTask;
        killOnCancel = cancellationToken.Register(Kill);
    }

    /// <summary>What the program writes.</summary>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>The same as text.</summary>
    public StreamReader OutputText => process.StandardOutput;

    /// <summary>The log, where it was started with <c>readErrors</c> off: the caller must read it to its end.</summary>
    public StreamReader ErrorText => process.StandardError;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path or name.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <param name="readErrors">Whether the log is collected for <see cref="FinishAsync"/>.</param>
    /// <exception cref="QwenException">The program is not there or cannot be started.</exception>
    public static FfmpegProcess Start(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, bool readErrors = true)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        try
        {
            return new FfmpegProcess(Process.Start(start)!, readErrors, cancellationToken);
        }
        catch (Exception error) when (error is Win32Exception or PlatformNotSupportedException)
        {
            throw new QwenException(
                $"'{program}' could not be started, and videos are read with ffmpeg. Install it (Debian and Ubuntu: apt-get install ffmpeg; " +
                "Windows: winget install ffmpeg; macOS: brew install ffmpeg), or name its folder in VideoOptions.FfmpegPath or in the " +
                $"environment variable {FfmpegPrograms.EnvironmentVariable}.",
                error);
        }
    }

    /// <summary>Waits for the program's own end and gives what it complained about, cleaned for a person; empty where it did not.</summary>
    public async Task<(int ExitCode, string Complaint)> FinishAsync(CancellationToken cancellationToken)
    {
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await errorPump.ConfigureAwait(false);
        return (process.ExitCode, Clean(errors.ToString()));
    }

    /// <summary>The end of the log, once <see cref="FinishAsync"/> has returned.</summary>
    public string LogEnd => errorsEnd.ToString();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await killOnCancel.DisposeAsync().ConfigureAwait(false);
        Kill();
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        await errorPump.ConfigureAwait(false);
        process.Dispose();
    }

    private void Kill()
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true); // some installations start ffmpeg through a wrapper
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // it has ended in between
        }
    }

    private async Task PumpErrorsAsync()
    {
        var buffer = new char[1024];
        int read;
        while ((read = await process.StandardError.ReadAsync(buffer).ConfigureAwait(false)) > 0)
        {
            errors.Append(buffer, 0, Math.Min(read, MaxErrorLength - errors.Length));
            errorsEnd.Append(buffer, 0, read);
            errorsEnd.Remove(0, Math.Max(0, errorsEnd.Length - MaxErrorLength));
        }
    }

    /// <summary>The first lines without the addresses that ffmpeg puts before them ("[mov @ 0x55…]").</summary>
    private static string Clean(string text)
    {
        var lines = text
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.StartsWith('[') ? line[(line.LastIndexOf("] ", StringComparison.Ordinal) + 1)..].Trim() : line)
            .Where(line => !line.StartsWith("file:", StringComparison.Ordinal))
            .Distinct()
            .Take(3);
        return string.Join("; ", lines);
    }
}
