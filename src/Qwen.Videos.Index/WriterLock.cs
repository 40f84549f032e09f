using Qwen.VisionLanguage;

namespace Qwen.Videos.Index;

/// <summary>Makes sure that one process at a time adds to an index.</summary>
/// <remarks>
/// A file beside the index that is held open for one alone: the system lets go of it when a process ends, however it ends. The file
/// itself stays, because removing it while another process opens it would let two in.
/// </remarks>
internal sealed class WriterLock : IDisposable
{
    private readonly FileStream stream;

    private WriterLock(FileStream stream) => this.stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <exception cref="QwenException">Another one holds it.</exception>
    public static WriterLock Take(string index)
    {
        try
        {
            return new WriterLock(new FileStream(index + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new QwenException(
                $"The index '{index}' is being added to already, or its folder cannot be written: {error.Message} " +
                "Wait until the other one is done (searching is possible meanwhile), or use another index.",
                error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();
}
