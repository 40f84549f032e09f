using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>The tables of an answer.</summary>
/// <param name="Rows">Rows of the first, of equally many cells; spanned cells hold their text once, the other places are empty.</param>
/// <param name="HasHeader">Whether its first row names the columns.</param>
/// <param name="Further">Rows of the others.</param>
/// <param name="Repairs">What was mended.</param>
internal sealed record ParsedTable(
    IReadOnlyList<IReadOnlyList<string>> Rows,
    bool HasHeader,
    IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Further,
    RepairLog Repairs);
