namespace Qwen.Constraints.Machine;

/// <summary>What a reading returns to when the value or terminal it is in is complete. Immutable.</summary>
internal abstract class Frame
{
    private ParserState[]? completed;
    private bool[]? first;

    /// <summary>The states behind the completed part.</summary>
    public ParserState[] Completed => completed ??= Complete();

    /// <summary>For each byte whether it may follow the completed part.</summary>
    public bool[] First => first ??= [.. Enumerable.Range(0, 256).Select(value => Array.Exists(Completed, s => s.Next((byte)value).Length > 0))];

    protected abstract ParserState[] Complete();
}
