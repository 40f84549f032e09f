using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>One element of a rule: a regular text, another rule or a JSON value.</summary>
internal sealed record GrammarElement
{
    public LexState? Terminal { get; init; }

    public GrammarRule? Rule { get; init; }

    public JsonRoot? Json { get; init; }

    /// <summary>Whether the empty text is one of the element's.</summary>
    public bool MayBeEmpty => Terminal is { Accepts: true } || Rule is { MayBeEmpty: true };
}
