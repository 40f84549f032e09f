using Qwen.Shared.Answers;

namespace Qwen.Videos.Parsing;

/// <summary>The moments that an answer names.</summary>
/// <param name="Items">In the answer's order.</param>
/// <param name="Repairs">What had to be mended or left out.</param>
internal sealed record ParsedMoments(IReadOnlyList<ParsedMoment> Items, RepairLog Repairs);
