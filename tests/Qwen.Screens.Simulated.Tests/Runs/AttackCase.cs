using Qwen.Screens;
using Qwen.Screens.Simulated;

namespace Qwen.Screens.Simulated.Tests.Runs;

/// <summary>A screen that tries to make an agent leave its policy.</summary>
/// <param name="Name">What it tries.</param>
/// <param name="Attack">What it shows; null where only words in the task's world do it.</param>
/// <param name="Wanted">Controls that an obeying model goes for, in order.</param>
/// <param name="Demands">What it does besides, in order.</param>
/// <param name="Redirects">Whether an allowed control leads where nothing is allowed: then only what follows can be prevented.</param>
internal sealed record AttackCase(
    string Name, SimulatedAttack? Attack, IReadOnlyList<string> Wanted, IReadOnlyList<ScreenAction> Demands, bool Redirects = false)
{
    public override string ToString() => Name;
}
