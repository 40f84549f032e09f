using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;
using Qwen.VisionLanguage;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>A program in a job of its own.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsChild : IChildProcess
{
    private readonly Process process;
    private readonly WindowsJob job;
    private readonly bool hasInput;

    private WindowsChild(Process process, WindowsJob job, bool hasInput)
    {
        (this.process, this.job, this.hasInput) = (process, job, hasInput);
        if (!hasInput)
            process.StandardInput.Close();
        Ended = process.WaitForExitAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public Stream? Input => hasInput ? process.StandardInput.BaseStream : null;

    /// <inheritdoc/>
    public Stream Output => process.StandardOutput.BaseStream;

    /// <inheritdoc/>
    public Stream Log => process.StandardError.BaseStream;

    /// <inheritdoc/>
    public Task Ended { get; }

    /// <inheritdoc/>
    public int ExitCode => process.ExitCode;

    /// <summary>Starts a program.</summary>
    /// <exception cref="QwenException">It cannot be started.</exception>
    public static WindowsChild Start(ProgramRequest request)
    {
        if (request.File is not null)
            throw new PlatformNotSupportedException("Windows programs are given files by name.");
        var start = new ProcessStartInfo(request.Program, request.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var (name, value) in request.Environment)
            start.Environment[name] = value;

        var job = new WindowsJob(request.MaxMemory);
        try
        {
            var process = Process.Start(start)!;
            job.Add(process.SafeHandle);
            return new WindowsChild(process, job, request.Input is not null);
        }
        catch (Win32Exception error)
        {
            job.Dispose();
            throw new QwenException($"{request.Work}: '{request.Program}' could not be started: {error.Message}", error);
        }
    }

    /// <inheritdoc/>
    public TimeSpan? ReadProcessorTime() => job.ReadProcessorTime();

    /// <inheritdoc/>
    public void Kill(bool thorough) => job.Kill();

    /// <inheritdoc/>
    public void Dispose()
    {
        job.Dispose();
        process.Dispose();
    }
}
