using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// The normal form of a schema: what a value may be, type by type. Alternatives stand side by side; nothing else is left of allOf, anyOf,
/// oneOf, not and if.
/// </summary>
/// <param name="Bare">Numbers, true, false and null, in every spelling with the value meant.</param>
/// <param name="Written">The spellings of <paramref name="Bare"/> that are generated.</param>
/// <param name="Text">Strings, as the characters they stand for.</param>
/// <param name="Arrays">Alternatives for arrays.</param>
/// <param name="Objects">Alternatives for objects.</param>
internal sealed record ValueShape(
    RegexNode Bare, RegexNode Written, RegexNode Text, IReadOnlyList<ArrayShape> Arrays, IReadOnlyList<ObjectShape> Objects);
