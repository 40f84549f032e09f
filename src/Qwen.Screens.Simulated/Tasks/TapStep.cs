namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Touches a control, after scrolling to it where it is out of sight.</summary>
internal sealed record TapStep(string Label) : PhoneStep
{
    public override string Control => Label;

    public override (ScreenAction Action, bool IsDone) Resolve(SimulatedPhone phone)
    {
        var (placed, approach) = Find(phone, Label);
        return (approach ?? new TapAction(phone.GetCentre(placed)), approach is null);
    }
}
