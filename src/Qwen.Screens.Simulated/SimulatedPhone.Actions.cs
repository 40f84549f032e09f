using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Simulated;

/// <content>What fingers and keys do.</content>
public sealed partial class SimulatedPhone
{
    private const int VolumeStep = 10;

    // a swipe that turns a page of the launcher, in logical pixels
    private const float SmallestTurn = 40;

    /// <inheritdoc/>
    public Task PerformAsync(ScreenAction action, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(action);
        cancellationToken.ThrowIfCancellationRequested();
        if (!Capabilities.Supports(action))
            throw new QwenException($"The simulated phone cannot do this: {ActionText.Describe(action)}.");

        // what is touched is what is laid out now: an animation comes to rest before the finger arrives
        framesLeft = 0;
        scene = Arrange(0);
        Perform(action);
        Settle();
        if (action is not (DragAction or ScrollAction))
            RevealFocus();
        return Task.CompletedTask;
    }

    private void Perform(ScreenAction action)
    {
        if (action is not WaitAction)
            shell.BeginAction();
        switch (action)
        {
            case TapAction tap:
                Touch(tap.Point, view => view.Tap);
                break;
            case DoubleTapAction tap:
                Touch(tap.Point, view => view.DoubleTap ?? view.Tap);
                break;
            case LongPressAction press:
                Touch(press.Point, view => view.LongPress ?? view.Tap);
                break;
            case DragAction drag:
                Swipe(drag);
                break;
            case ScrollAction scroll:
                Move(scroll.Point, scroll.Right / (float)options.Density, scroll.Down / (float)options.Density);
                break;
            case TypeTextAction typed:
                TypeLines(typed.ToLines());
                break;
            case PressKeysAction keys:
                foreach (var key in keys.Keys)
                    Press(key);
                break;
            case PressButtonAction button:
                Press(button.Button);
                break;
            case OpenAction open:
                OpenApp(open.Target);
                break;
            case WaitAction wait:
                waited += wait.Duration < TimeSpan.Zero ? TimeSpan.Zero : wait.Duration;
                break;
        }
    }

    // lays everything out anew and starts an animation where another page came into view
    private void Settle()
    {
        picture = null;
        var isTurned = surface.Size.Width > surface.Size.Height;
        if (isTurned != IsTurned)
        {
            surface.Dispose();
            surface = CreateSurface();
        }

        framesLeft = turnsShown == shell.Turns ? 0 : options.AnimationFrames;
        turnsShown = shell.Turns;
        scene = Arrange(0);
    }

    // a field that the keyboard covers is scrolled into view, as on any phone
    private void RevealFocus()
    {
        if (Scene.Views.LastOrDefault(placed => placed.View is FieldView field && field.Input == shell.Focus) is not { } field
            || shell.Front is not { } session)
            return;
        var below = field.Bounds.Bottom + 8 - field.Clip.Bottom;
        var above = field.Clip.Top + 8 - field.Bounds.Top;

        // of a field higher than the room that is left, the end counts: there is the caret
        var isHigher = field.Bounds.Height > field.Clip.Height;
        var hidden = below > 0 || isHigher ? below : -Math.Max(0, above);
        session.Page.Scroll.Move(hidden);
        scene = Arrange(0);
    }

    private void Touch(ScreenPoint point, Func<View, Action?> choose)
    {
        surface.Check(point);
        var at = surface.ToLogical(point);
        if (shell.IsAsleep || Scene.Find(at, view => view.IsTouchable) is not { } placed)
            return;
        var action = choose(placed.View);
        if (action is null || action == placed.View.Tap)
            placed.View.Touch(at, placed.Bounds);
        else
            action();
    }

    private void Swipe(DragAction drag)
    {
        surface.Check(drag.From);
        surface.Check(drag.To);
        var (from, to) = (surface.ToLogical(drag.From), surface.ToLogical(drag.To));
        if (Scene.Find(from, view => view.IsTouchable) is { View: SliderView slider } placed)
            slider.Touch(to, placed.Bounds);
        else
            Move(drag.From, from.X - to.X, from.Y - to.Y);
    }

    /// <summary>Moves what scrolls at a point so that what lies right and below comes into view.</summary>
    private void Move(ScreenPoint point, float right, float down)
    {
        surface.Check(point);
        var at = surface.ToLogical(point);
        if (Scene.Find(at, view => view is ScrollView or PagePanel or Blocker { Ground: not null }) is not { } placed || shell.IsAsleep)
            return;
        if (placed.View is ScrollView list && Math.Abs(down) > Math.Abs(right))
            list.Position.Move(down);
        else if (placed.View is PagePanel panel && Math.Abs(right) > Math.Max(SmallestTurn, Math.Abs(down)))
            panel.Turn(Math.Sign(right));
    }

    private void TypeLines(IReadOnlyList<string> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            if (index > 0)
                shell.Enter();
            shell.Type(lines[index]);
        }
    }

    private void Press(SystemButton button)
    {
        switch (button)
        {
            case SystemButton.Back:
                shell.Back();
                break;
            case SystemButton.Home:
                shell.Home();
                break;
            case SystemButton.Menu:
                shell.ShowRecents();
                break;
            default:
                shell.Enter();
                break;
        }
    }

    private void Press(string key)
    {
        switch (key)
        {
            case "back" or "escape":
                shell.Back();
                break;
            case "home":
                shell.Home();
                break;
            case "menu" or "app_switch":
                shell.ShowRecents();
                break;
            case "enter" or "return":
                shell.Enter();
                break;
            case "del" or "delete" or "backspace":
                shell.Focus?.RemoveLast();
                break;
            case "clear":
                shell.Focus?.Clear();
                break;
            case "space":
                shell.Type(" ");
                break;
            case "power":
                shell.SwitchScreen();
                break;
            case "volume_up":
                State.Settings.Volume = Math.Min(100, State.Settings.Volume + VolumeStep);
                break;
            case "volume_down":
                State.Settings.Volume = Math.Max(0, State.Settings.Volume - VolumeStep);
                break;
            default:
                throw new QwenException(
                    $"The simulated phone has no key '{key}'. It has back, home, menu, enter, backspace, clear, space, power, "
                    + "volume_up and volume_down.");
        }
    }

    private void OpenApp(string target)
    {
        var app = shell.Apps.FirstOrDefault(app => app.Id == target)
            ?? shell.Apps.FirstOrDefault(app => app.Name.Equals(target.Trim(), StringComparison.OrdinalIgnoreCase));
        if (app is not null)
            shell.Open(app);
        else if (Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
            shell.Browser.Go(address);
        else
            throw new QwenException(
                $"The simulated phone has no app '{target}'. It has {string.Join(", ", shell.Apps.Select(app => app.Name))}.");
    }
}
