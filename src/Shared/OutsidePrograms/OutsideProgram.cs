using Qwen.VisionLanguage;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>A running program of somebody else's: bounded in time, output and memory, and with a sure end.</summary>
/// <remarks>
/// It runs in a session (Unix) or job (Windows) of its own, so that what it starts ends with it. Cancelling, disposing and every limit
/// kill all of them at once; one of processor time or of idleness does so within an eighth of it, or two seconds. Whatever it does, no
/// call of this class outlasts the limit of time by more than a second or two. Not for concurrent use.
/// </remarks>
internal sealed class OutsideProgram : IAsyncDisposable
{
    private readonly IChildProcess child;
    private readonly ProgramLife life;
    private readonly CancellationTokenRegistration killOnEnd;
    private readonly BoundedText log = new();
    private readonly Task logReading;
    private readonly Task inputWriting;
    private readonly Task orphanWatch;
    private readonly Task watch;
    private readonly bool collectsLog;
    private bool isFinished;

    private OutsideProgram(IChildProcess child, ProgramRequest request, ProgramLife life)
    {
        this.child = child;
        this.life = life;
        Output = new ProgramOutput(child.Output, request.MaxOutput, life);
        Log = request.CollectLog
            ? new ProgramOutput(child.Log, long.MaxValue, life, isWaitedFor: false)
            : new ProgramOutput(child.Log, request.MaxOutput, life);
        killOnEnd = life.Ended.Register(() => child.Kill(thorough: true));
        collectsLog = request.CollectLog;
        logReading = request.CollectLog ? Task.Run(ReadLogAsync, CancellationToken.None) : Task.CompletedTask;
        inputWriting = child.Input is null
            ? Task.CompletedTask
            : Task.Run(() => WriteInputAsync(child.Input, request.Input!.Value), CancellationToken.None);
        orphanWatch = Task.Run(WatchForOrphansAsync, CancellationToken.None);
        watch = Task.Run(() => ProgramWatch.RunAsync(child, request, life), CancellationToken.None);
    }

    /// <summary>Where a started program finds <see cref="ProgramRequest.File"/>.</summary>
    public static string FilePath =>
        OperatingSystem.IsLinux() ? $"/proc/self/fd/{UnixChild.FileNumber}" : $"/dev/fd/{UnixChild.FileNumber}";

    /// <summary>What it writes to its standard output.</summary>
    public ProgramOutput Output { get; }

    /// <summary>Its log, where it was started with <see cref="ProgramRequest.CollectLog"/> off.</summary>
    public ProgramOutput Log { get; }

    /// <summary>Starts a program.</summary>
    /// <exception cref="QwenException">It cannot be started.</exception>
    public static OutsideProgram Start(ProgramRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (request.Arguments.Append(request.Program).Any(text => text.Contains('\0', StringComparison.Ordinal)))
            throw new QwenException($"{request.Work}: a name holds a zero character, which no program can be given. Take it out.");
        IChildProcess child = OperatingSystem.IsWindows() ? WindowsChild.Start(request) : UnixChild.Start(request);
        return new OutsideProgram(child, request, new ProgramLife(request, cancellationToken));
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>How it ended, and what it wrote.</returns>
    /// <exception cref="QwenException">It cannot be started, or went beyond one of its limits.</exception>
    public static async Task<(ProgramResult Result, byte[] Output)> RunAsync(ProgramRequest request, CancellationToken cancellationToken)
    {
        await using var program = Start(request, cancellationToken);
        var output = await program.Output.ReadToEndAsync().ConfigureAwait(false);
        return (await program.FinishAsync().ConfigureAwait(false), output);
    }

    /// <summary>Waits for the program's own end; output that was not read is dropped.</summary>
    /// <exception cref="QwenException">It went beyond one of its limits.</exception>
    public async Task<ProgramResult> FinishAsync()
    {
        var rest = collectsLog ? logReading : Log.CopyToAsync(Stream.Null, CancellationToken.None);
        await Output.CopyToAsync(Stream.Null, CancellationToken.None).ConfigureAwait(false);
        await rest.ConfigureAwait(false);
        life.BeginWait();
        try
        {
            await child.Ended.WaitAsync(life.Ended).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // the reason is told below
        }
        finally
        {
            life.EndWait();
        }

        life.ThrowIfEnded();
        isFinished = true;
        return new ProgramResult(child.ExitCode, log.Start, log.End);
    }

    /// <summary>Kills what still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await killOnEnd.DisposeAsync().ConfigureAwait(false);
        child.Kill(thorough: !isFinished);
        life.Orphan();
        await orphanWatch.ConfigureAwait(false);
        await watch.ConfigureAwait(false);
        await logReading.ConfigureAwait(false);
        await inputWriting.ConfigureAwait(false);
        child.Dispose();
        life.Dispose();
    }

    // a program that has ended may leave others behind that keep its output open, for ever if need be
    private async Task WatchForOrphansAsync()
    {
        try
        {
            await child.Ended.WaitAsync(life.OrphanedOrEnded).ConfigureAwait(false);
            await Task.WhenAll(Output.AtEnd, Log.AtEnd).WaitAsync(ProgramLife.Patience, life.OrphanedOrEnded).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // it is being ended or disposed
        }
        catch (TimeoutException)
        {
            child.Kill(thorough: true);
            life.Orphan();
        }
    }

    private async Task ReadLogAsync()
    {
        try
        {
            await log.ReadAsync(Log).ConfigureAwait(false);
        }
        catch (Exception error) when (error is OperationCanceledException or QwenException or IOException)
        {
            // the program is being ended: whoever waits for it is told why
        }
    }

    private async Task WriteInputAsync(Stream stream, ReadOnlyMemory<byte> input)
    {
        try
        {
            await using (stream.ConfigureAwait(false))
                await stream.WriteAsync(input, life.OrphanedOrEnded).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // it ended without reading: its exit code says why
        }
    }
}
