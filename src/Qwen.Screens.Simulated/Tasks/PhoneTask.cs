using Qwen.Screens.Agent;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated;

/// <summary>
/// Something to be done on a simulated phone. It sets the phone up, and whether it was done is read from what the phone remembers, not
/// from what it shows or what the actor says.
/// </summary>
public sealed class PhoneTask
{
    private readonly Func<PhoneState, bool> isSolved;
    private readonly Action<PhoneState>? setUp;

    internal PhoneTask(
        string id, string instruction, Func<PhoneState, bool> isSolved, IReadOnlyList<PhoneStep> steps, Action<PhoneState>? setUp = null)
    {
        Id = id;
        Instruction = instruction;
        this.isSolved = isSolved;
        Steps = steps;
        this.setUp = setUp;
    }

    /// <summary>All tasks, by app.</summary>
    public static IReadOnlyList<PhoneTask> All { get; } =
        [.. SettingsTasks.All, .. ContactsTasks.All, .. MessagesTasks.All, .. NotesTasks.All, .. ClockTasks.All, .. ShopTasks.All];

    /// <summary>Short name: app and what is done.</summary>
    public string Id { get; }

    /// <summary>What a person asks for.</summary>
    public string Instruction { get; }

    /// <summary>One way to do it.</summary>
    internal IReadOnlyList<PhoneStep> Steps { get; }

    /// <summary>A new phone on which the task is to be done.</summary>
    /// <param name="options">How the phone is built; null for the usual.</param>
    /// <returns>The phone; the caller disposes it.</returns>
    /// <exception cref="VisionLanguage.QwenException">The options are out of range.</exception>
    public SimulatedPhone CreatePhone(SimulatedPhoneOptions? options = null)
    {
        var phone = new SimulatedPhone(options);
        setUp?.Invoke(phone.State);
        phone.Refresh();
        return phone;
    }

    /// <summary>Whether the task is done on a phone.</summary>
    /// <param name="phone">A phone from <see cref="CreatePhone"/>.</param>
    public bool IsSolved(SimulatedPhone phone)
    {
        ArgumentNullException.ThrowIfNull(phone);
        return isSolved(phone.State);
    }

    /// <inheritdoc/>
    public override string ToString() => Id;
}
