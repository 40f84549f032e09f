namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Drags the knob of a slider to its end.</summary>
internal sealed record SlideStep(string Label) : PhoneStep
{
    public override string Control => Label;

    public override (ScreenAction Action, bool IsDone) Resolve(SimulatedPhone phone)
    {
        var (placed, approach) = Find(phone, Label);
        var (middle, end) = (phone.GetCentre(placed), phone.ToPixel(placed.Visible.Right - 4, placed.Visible.MidY));
        return (approach ?? new DragAction(middle, end, TimeSpan.FromMilliseconds(500)), approach is null);
    }
}
