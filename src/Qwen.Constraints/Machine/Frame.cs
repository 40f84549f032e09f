namespace Qwen.Constraints.Machine;

/// <summary>What a reading returns to when the value or terminal it is in is complete. Immutable.</summary>
internal abstract class Frame
{
    private ParserState[]? completed;
    private bool[]? first;

    /// <summary>The states behind the completed part, those behind what may be empty there among them.</summary>
    public ParserState[] Completed
    {
        get
        {
            if (completed is not null)
                return completed;

            // where all that is left of a frame may be empty, it needs the frame around it, and so on: from the outermost inwards
            var open = new Stack<Frame>();
            for (var at = this; at is { completed: null }; at = at.Needed)
                open.Push(at);
            while (open.TryPop(out var frame))
                frame.completed = frame.Complete();
            return completed!;
        }
    }

    /// <summary>For each byte whether it may follow the completed part.</summary>
    public bool[] First => first ??= FindFirst();

    /// <summary>The frame whose completion this one's takes; null for none.</summary>
    protected virtual Frame? Needed => null;

    protected abstract ParserState[] Complete();

    private bool[] FindFirst()
    {
        var bytes = new bool[256];
        foreach (var state in Completed)
            state.AddBytes(bytes);
        for (var value = 0; value < bytes.Length; value++)
            bytes[value] = bytes[value] && Array.Exists(Completed, s => s.Next((byte)value).Length > 0);
        return bytes;
    }
}
