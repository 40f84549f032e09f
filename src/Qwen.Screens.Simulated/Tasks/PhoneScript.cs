using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>
/// A perfect actor: carries a task's script out one action at a time, each resolved against what the phone shows at that moment.
/// </summary>
/// <param name="task">The task.</param>
/// <param name="phone">The phone it runs on.</param>
internal sealed class PhoneScript(PhoneTask task, SimulatedPhone phone)
{
    private int at;

    /// <summary>Whether all was done.</summary>
    public bool IsDone => at >= task.Steps.Count;

    /// <summary>The next action; to be performed before the next is asked for.</summary>
    public ScreenAction Next()
    {
        var (action, isDone) = task.Steps[at].Resolve(phone);
        at += isDone ? 1 : 0;
        return action;
    }

    /// <summary>What a person would say instead of a tap at a point: "Tap Save.", "Tap the add icon."</summary>
    public string Describe(TapAction tap)
    {
        var placed = phone.FindPlaced(tap.Point);
        return placed?.View is IconButton icon ? $"Tap the {icon.Icon.ToString().ToLowerInvariant()} icon." : $"Tap {placed?.View.Label}.";
    }
}
