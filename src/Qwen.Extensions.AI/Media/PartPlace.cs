namespace Qwen.Extensions.AI.Media;

/// <summary>Where a part of a conversation stands, and what becomes of it where it cannot be read.</summary>
/// <param name="Name">For messages, as in "Part 2 of message 3 (user)".</param>
/// <param name="IsPast">
/// Whether an earlier turn or another service brought it: what cannot be read of that becomes a note, so that the conversation can go on.
/// </param>
/// <param name="IsFirst">Whether nothing of its message stands before it.</param>
internal sealed record PartPlace(string Name, bool IsPast, bool IsFirst)
{
    /// <summary>The same place, one step further in.</summary>
    public PartPlace Inside(string step) => this with { Name = $"{Name}, {step}" };

    /// <inheritdoc/>
    public override string ToString() => Name;
}
