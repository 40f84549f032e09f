using Qwen.Constraints.Automata;

namespace Qwen.Constraints.Schemas;

/// <summary>One schema's properties, patternProperties and additionalProperties, which only make sense together.</summary>
internal sealed record ObjectRule(
    IReadOnlyDictionary<string, SchemaRef> Names,
    IReadOnlyList<string> Order,
    IReadOnlyList<(RegexNode Keys, SchemaRef Value)> Patterns,
    SchemaRef Additional);
