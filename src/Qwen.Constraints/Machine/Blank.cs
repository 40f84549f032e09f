namespace Qwen.Constraints.Machine;

/// <summary>How much white space has been written at a place that may have some. Immutable; made by <see cref="Whitespace"/>.</summary>
internal sealed class Blank(bool mayLeave)
{
    private readonly Dictionary<byte, Blank> next = [];

    /// <summary>Whether something else may follow.</summary>
    public bool MayLeave { get; } = mayLeave;

    public Blank? Next(byte value) => next.GetValueOrDefault(value);

    public void Link(byte value, Blank target) => next[value] = target;

    /// <summary>The bytes of further white space.</summary>
    public Dictionary<byte, Blank>.KeyCollection Bytes => next.Keys;
}
