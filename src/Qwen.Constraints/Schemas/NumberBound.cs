using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>One bound of a number.</summary>
/// <param name="Value">The bound.</param>
/// <param name="IsStrict">Whether the bound itself is outside.</param>
/// <param name="IsLeast">Whether it is the lower one.</param>
internal readonly record struct NumberBound(DecimalNumber Value, bool IsStrict, bool IsLeast);
