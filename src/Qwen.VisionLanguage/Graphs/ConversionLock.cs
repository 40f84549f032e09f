namespace Qwen.VisionLanguage.Graphs;

/// <summary>Lets one process at a time write into a folder; the others wait and then find the work done.</summary>
internal static class ConversionLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for the folder's lock; disposing the result gives it back.</summary>
    public static FileStream Take(string folder, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, ".lock");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(path))
            {
                cancellationToken.WaitHandle.WaitOne(Pause);
            }
        }
    }
}
