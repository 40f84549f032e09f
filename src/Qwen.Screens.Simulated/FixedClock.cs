namespace Qwen.Screens.Simulated;

/// <summary>A clock that stands.</summary>
internal sealed class FixedClock : TimeProvider
{
    private static readonly DateTimeOffset Moment = new(2025, 9, 24, 10, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Moment;
}
