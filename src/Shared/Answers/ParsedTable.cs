namespace Qwen.Shared.Answers;

/// <summary>A table as read from an answer.</summary>
/// <param name="Rows">Rows of equally many cells; spanned cells hold their text once, the other places are empty.</param>
/// <param name="HasHeader">Whether the first row names the columns.</param>
/// <param name="Repairs">What was mended.</param>
internal sealed record ParsedTable(IReadOnlyList<IReadOnlyList<string>> Rows, bool HasHeader, RepairLog Repairs);
