namespace Qwen.Orleans.Files;

/// <summary>A silo, for others that need a file which lies on its machine alone.</summary>
internal interface IFileKeeper : IGrainObserver
{
    /// <summary>What it has of a file in its folders; null where it has none.</summary>
    Task<FileFacts?> FindAsync(string file);

    /// <summary>Some bytes of it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="facts">As it was found.</param>
    /// <param name="from">From where.</param>
    /// <param name="count">How many, or fewer at the end of the file.</param>
    /// <returns>The bytes; null where the file is another one by now.</returns>
    Task<byte[]?> ReadAsync(string file, FileFacts facts, long from, int count);

    /// <summary>A small picture of an item as PNG file; null where there is nothing to see.</summary>
    Task<byte[]?> DrawAsync(JobItem item);
}
