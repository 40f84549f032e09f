namespace Qwen.Constraints.Automata;

/// <summary>
/// A language with its own way of taking derivatives, such as a finite set of words or the decimals below a bound, where spelling it
/// out as a regular expression would be large. Instances compare by value.
/// </summary>
internal abstract record LeafLanguage
{
    /// <summary>Whether the text read so far belongs to the language.</summary>
    public abstract bool Nullable { get; }

    /// <summary>Whether every state of the language has a text, which <see cref="Completion"/> tells without a search.</summary>
    public virtual bool IsSure => false;

    /// <summary>A text that completes what was read, where there is surely one.</summary>
    public virtual string Completion => throw new InvalidOperationException($"{GetType().Name} is searched for a text.");

    /// <summary>Code points after which the derivative may differ from that of their neighbours, ascending.</summary>
    public abstract IEnumerable<int> Marks { get; }

    /// <summary>What may follow the character: another leaf, any text or nothing.</summary>
    public abstract RegexNode Derive(RegexArena arena, int codePoint);
}
