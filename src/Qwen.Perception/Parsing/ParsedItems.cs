using Qwen.Shared.Answers;

namespace Qwen.Perception.Parsing;

/// <summary>All findings of an answer.</summary>
/// <param name="Items">Boxes and points in the order of the answer.</param>
/// <param name="Understood">Whether the answer had a known form, be it an empty list; false where it was only words.</param>
/// <param name="Rest">What the answer said after the findings; all of it where there are none.</param>
/// <param name="Repairs">What was mended.</param>
internal sealed record ParsedItems(IReadOnlyList<ParsedItem> Items, bool Understood, string Rest, RepairLog Repairs);
