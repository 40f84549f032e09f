namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>The timer of the clock app.</summary>
internal sealed class Countdown
{
    private DateTimeOffset? end;

    public int Minutes { get; set; } = 5;

    public bool IsRunning => end is not null;

    public void Start(DateTimeOffset now) => end = now.AddMinutes(Minutes);

    public void Cancel() => end = null;

    /// <summary>Time left, never below nothing; all of it while the timer stands.</summary>
    public TimeSpan GetLeft(DateTimeOffset now) =>
        end is not { } at ? TimeSpan.FromMinutes(Minutes) : at > now ? at - now : TimeSpan.Zero;
}
