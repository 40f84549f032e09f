namespace Qwen.Orleans.Sources;

/// <summary>Reads a list bit by bit.</summary>
internal interface ISourceReader
{
    /// <summary>Reads some entries.</summary>
    /// <param name="cursor">Where the last batch said to go on; empty for the start.</param>
    /// <param name="count">Most entries.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="VisionLanguage.QwenException">The list cannot be read.</exception>
    Task<SourceBatch> ReadAsync(string cursor, int count, CancellationToken cancellationToken);
}
