using Qwen.Screens;

namespace Qwen.Server;

/// <summary>
/// A screen on which people have tasks done from the page, watch every step, and say yes or no to what is serious. One task at a time.
/// </summary>
/// <remarks>Set it before the server starts and leave it alone afterwards: requests read it at any time.</remarks>
public sealed class QwenEpisodeOptions
{
    /// <summary>Describes a screen that each task opens for itself.</summary>
    /// <param name="open">Opens it; the server disposes it when the task is over.</param>
    public QwenEpisodeOptions(Func<CancellationToken, Task<IScreen>> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        Open = open;
    }

    /// <summary>A task to show people as an example of what may be asked for.</summary>
    public string Example { get; set; } = "Open the notes and read the newest one.";

    /// <summary>
    /// Policy, record, secrets and the like: looking only unless set. <see cref="ScreenGuardOptions.Approve"/> is the page's, whatever it
    /// is here.
    /// </summary>
    public ScreenGuardOptions Guard { get; set; } = new();

    /// <summary>How the model is asked.</summary>
    public ScreenAgentOptions Agent { get; set; } = new();

    /// <summary>How long a question may stand unanswered before that is a no (two minutes unless set).</summary>
    public TimeSpan ApprovalTime { get; set; } = TimeSpan.FromMinutes(2);

    internal Func<CancellationToken, Task<IScreen>> Open { get; }
}
