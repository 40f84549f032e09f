namespace Qwen.Screens.Tests.Agent;

/// <summary>A clock that somebody sets anew whenever it is looked at; time passes as ever.</summary>
internal sealed class JumpingClock(TimeSpan jump) : TimeProvider
{
    private DateTimeOffset now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => now += jump;
}
