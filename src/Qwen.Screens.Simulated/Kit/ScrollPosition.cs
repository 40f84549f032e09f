namespace Qwen.Screens.Simulated.Kit;

/// <summary>How far a list is scrolled. Lives as long as its page.</summary>
internal sealed class ScrollPosition
{
    private float offset;

    /// <summary>Pixels above the window.</summary>
    public float Offset => Math.Clamp(offset, 0, Limit);

    /// <summary>The largest offset, known once the list has been laid out.</summary>
    public float Limit { get; private set; }

    public void Move(float down) => offset = Math.Clamp(Offset + down, 0, Limit);

    public void MoveToEnd() => offset = float.MaxValue;

    public void SetLimit(float limit) => Limit = Math.Max(0, limit);
}
