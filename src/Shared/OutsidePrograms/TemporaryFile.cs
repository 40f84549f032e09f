using Microsoft.Win32.SafeHandles;

namespace Qwen.Shared.OutsidePrograms;

/// <summary>
/// Bytes as a file that programs read, for as long as this object lives and no longer, also where this process is killed: on Linux it has
/// no name, and goes with its last reader; elsewhere it is locked, and what a process left behind is removed by the next that makes one.
/// </summary>
internal sealed class TemporaryFile : IDisposable
{
    private const string Names = "qwenvl-*.spooled";

    // a file is locked in the moment after it is made
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private static int isSwept;

    private FileStream held;

    private TemporaryFile(string path, FileStream held) => (Path, this.held) = (path, held);

    /// <summary>How names of this process's files begin.</summary>
    public static string NamePrefix { get; } = $"qwenvl-{Environment.ProcessId}-";

    /// <summary>Whether files have no names: programs are given <see cref="Open"/> then.</summary>
    public static bool IsNameless => OperatingSystem.IsLinux();

    /// <summary>Where it lies, or lay before its name was taken away.</summary>
    public string Path { get; }

    /// <summary>Writes bytes to a file that only this user may read.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public static async Task<TemporaryFile> CreateAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var folder = System.IO.Path.GetTempPath();
        if (!IsNameless && Interlocked.Exchange(ref isSwept, 1) == 0)
            Sweep(folder);
        var path = System.IO.Path.Combine(folder, $"{NamePrefix}{Guid.NewGuid():N}.spooled");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read,
            Options = FileOptions.Asynchronous,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var stream = new FileStream(path, options);
        var file = new TemporaryFile(path, stream);
        try
        {
            if (IsNameless)
                File.Delete(path);
            await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
            if (!IsNameless)
                file.HoldForReading();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens it for reading once more; the caller disposes what comes.</summary>
    public SafeFileHandle Open() => File.OpenHandle(
        IsNameless ? $"/proc/self/fd/{held.SafeFileHandle.DangerousGetHandle()}" : Path, share: FileShare.ReadWrite);

    /// <summary>Removes files of processes that are no more; those of living ones are locked.</summary>
    public static void Sweep(string folder)
    {
        try
        {
            foreach (var path in Directory.GetFiles(folder, Names).Where(path => DateTime.UtcNow - File.GetLastWriteTimeUtc(path) > Grace))
                Remove(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // what cannot be looked at stays
        }
    }

    /// <summary>Removes the file.</summary>
    public void Dispose()
    {
        held.Dispose();
        if (!IsNameless)
            File.Delete(Path);
    }

    // Windows lets nobody read a file with others' consent while somebody may write to it
    private void HoldForReading()
    {
        held.Dispose();
        held = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    private static void Remove(string path)
    {
        try
        {
            // the lock of a living process refuses this
            using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // it is in use, gone, or another user's
        }
    }
}
