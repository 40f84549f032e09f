using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>One step of a perfect run, said by what is meant and not by where it stands.</summary>
internal abstract record PhoneStep
{
    /// <summary>Label of the control that is meant; null where none is.</summary>
    public virtual string? Control => null;

    /// <summary>The next action towards the step from what is shown now, and whether the step is done with it.</summary>
    /// <exception cref="InvalidOperationException">The control is not there: the script and the phone do not fit.</exception>
    public abstract (ScreenAction Action, bool IsDone) Resolve(SimulatedPhone phone);

    /// <summary>Finds the control, or a swipe that brings it closer.</summary>
    protected static (PlacedView Placed, ScreenAction? Approach) Find(SimulatedPhone phone, string label)
    {
        var placed = phone.Scene.Views.LastOrDefault(placed => placed.View.Label == label && placed.View.IsTouchable)
            ?? throw new InvalidOperationException($"There is no control '{label}' on the screen.");
        var middle = new SkiaSharp.SKPoint(placed.Bounds.MidX, placed.Bounds.MidY);
        return (placed, placed.Clip.Contains(middle) ? null : Approach(phone, placed));
    }

    private static DragAction Approach(SimulatedPhone phone, PlacedView placed)
    {
        var window = placed.Clip;
        var wanted = placed.Bounds.MidY - window.MidY;
        var length = Math.Clamp(wanted, -window.Height * 0.7f, window.Height * 0.7f);
        var x = window.MidX;
        return new DragAction(
            phone.ToPixel(x, window.MidY + length / 2), phone.ToPixel(x, window.MidY - length / 2), TimeSpan.FromMilliseconds(500));
    }
}
