namespace Qwen.VisionLanguage.Graphs;

/// <summary>Lets one process at a time write into a folder; the others wait and then find the work done.</summary>
/// <remarks>
/// The file stays when the lock is given back: a second process may have opened it just before, and would lock a file without a name.
/// </remarks>
internal static class ConversionLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the folder's lock; disposing the result gives it back.</summary>
    /// <exception cref="IOException">The folder cannot be written, whoever holds the lock.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FileStream Take(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ".lock");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
            }
            catch (IOException error) when (IsHeldByAnother(error))
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
        }
    }

    // a disk that is read-only or full does not change by waiting
    private static bool IsHeldByAnother(IOException error)
    {
        const int SharingViolation = unchecked((int)0x80070020), LockViolation = unchecked((int)0x80070021);
        const int WouldBlockOnLinux = 11, WouldBlockOnMac = 35;
        return OperatingSystem.IsWindows()
            ? error.HResult is SharingViolation or LockViolation
            : error.HResult == (OperatingSystem.IsMacOS() ? WouldBlockOnMac : WouldBlockOnLinux);
    }
}
