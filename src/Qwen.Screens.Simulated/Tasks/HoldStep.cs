namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Holds a control, after scrolling to it where it is out of sight.</summary>
internal sealed record HoldStep(string Label) : PhoneStep
{
    public override string Control => Label;

    public override (ScreenAction Action, bool IsDone) Resolve(SimulatedPhone phone)
    {
        var (placed, approach) = Find(phone, Label);
        return (approach ?? new LongPressAction(phone.GetCentre(placed), TimeSpan.FromSeconds(1)), approach is null);
    }
}
