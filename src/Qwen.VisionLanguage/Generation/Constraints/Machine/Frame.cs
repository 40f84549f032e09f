namespace Qwen.VisionLanguage.Generation.Constraints.Machine;

/// <summary>What a reading returns to when the value or terminal it is in is complete. Immutable.</summary>
internal abstract class Frame
{
    private ParserState[]? completed;

    /// <summary>The states behind the completed part.</summary>
    public ParserState[] Completed => completed ??= Complete();

    protected abstract ParserState[] Complete();
}
