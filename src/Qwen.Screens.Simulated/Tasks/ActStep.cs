namespace Qwen.Screens.Simulated.Tasks;

/// <summary>An action that needs no place.</summary>
internal sealed record ActStep(ScreenAction Action) : PhoneStep
{
    public override (ScreenAction Action, bool IsDone) Resolve(SimulatedPhone phone) => (Action, true);
}
