namespace Qwen.Orleans.Sources;

/// <summary>Some entries of a list.</summary>
/// <param name="Entries">Entries, in the list's order: each is one file, or what a line said.</param>
/// <param name="Cursor">Where reading goes on behind them.</param>
/// <param name="IsLast">Whether the list ends with them.</param>
internal sealed record SourceBatch(IReadOnlyList<JobItem> Entries, string Cursor, bool IsLast);
