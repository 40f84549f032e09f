using Qwen.DemoModel.Drawing;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

using Picture = Qwen.DemoModel.Drawing.Picture;

namespace Qwen.DemoModel.Tasks;

/// <summary>
/// Screens of the product's own simulated phone after a few random touches: tap the named control, or open an app first. Half of them
/// show an app that was invented for this one picture. Two of the phone's own are never trained, so that there are figures on screens of
/// an unseen app; held-out pictures show only the phone's own.
/// </summary>
/// <param name="untrained">Whether only the apps that training leaves out are shown; false for only the others.</param>
internal sealed class SimulatedPhoneTask(bool untrained = false) : ITask
{
    private static readonly string[] UntrainedApps = ["app.clock", "app.contacts"];

    private const int LongestLabel = 24;

    private static readonly ScreenTask Screens = new();

    /// <inheritdoc/>
    public Picture Draw(Dice dice, int width, int height)
    {
        while (true)
        {
            if (DrawOne(dice) is { } picture)
                return picture;
        }
    }

    private Picture? DrawOne(Dice dice)
    {
        var options = SimulatedPhoneOptions.Small with { AnimationFrames = 0 };
        var phone = new SimulatedPhone(options);
        try
        {
            phone.State.Settings.DarkMode = dice.Chance(0.3);
            phone.Refresh();
            if (!dice.HeldOut && dice.Chance(0.5))
                phone.Open(shell => new InventedApp(shell, dice));
            for (var touches = dice.Between(0, 6); touches > 0; touches--)
                Touch(dice, phone);
            var isUntrained = UntrainedApps.Contains(phone.FrontApp);
            return isUntrained == untrained ? Read(dice, phone, options.Density) : null;
        }
        finally
        {
            phone.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    /// <inheritdoc/>
    public Question? Ask(Dice dice, Picture picture, string? kind = null) =>
        picture.Things.Count == 0 ? null : Screens.Ask(dice, picture, kind ?? (dice.Chance(0.25) ? "plan" : "tap"));

    private static void Touch(Dice dice, SimulatedPhone phone)
    {
        var controls = Controls(phone).Where(placed => placed.View.Role != ViewRole.Key || dice.Chance(0.05)).ToList();
        if (controls.Count == 0)
            return;
        var target = dice.Pick(controls);
        phone.PerformAsync(new TapAction(phone.GetCentre(target))).GetAwaiter().GetResult();
        if (target.View.Role == ViewRole.Field && dice.Chance(0.7))
            phone.PerformAsync(new TypeTextAction(Words.Line(dice, 12))).GetAwaiter().GetResult();
        else if (dice.Chance(0.25))
            phone.PerformAsync(new ScrollAction(phone.GetCentre(target), 0, dice.Between(-150, 150))).GetAwaiter().GetResult();
    }

    private static Picture Read(Dice dice, SimulatedPhone phone, double density)
    {
        var shot = phone.CaptureAsync().GetAwaiter().GetResult();
        using var drawn = SKBitmap.Decode(shot.Png.Span);
        using var canvas = new Canvas(dice, drawn.Width, drawn.Height, SKColors.Black, plain: true);
        canvas.Colours.DrawBitmap(drawn, 0, 0);
        var named =
            Controls(phone).Select(placed => (Placed: placed, Said: Said(placed.View))).Where(control => IsPlain(control.Said)).ToList();
        foreach (var (placed, said) in named.Where(control => named.Count(other => other.Said == control.Said) == 1))
        {
            var place = placed.Visible;
            canvas.Mark(new Thing(ThingClass.Of(Class(placed.View)), 0, said, new Box(
                (int)(place.Left * density), (int)(place.Top * density), (int)(place.Right * density), (int)(place.Bottom * density))
                .Inside(drawn.Width, drawn.Height)));
        }

        var rgb = canvas.Pixels(0);
        Touches.Light(dice, rgb);
        return new Picture(drawn.Width, drawn.Height, [rgb], [canvas.Mask()]) { Things = [.. canvas.Things], KnowsThings = true };
    }

    // what a touch in its middle would reach
    private static IEnumerable<PlacedView> Controls(SimulatedPhone phone)
        => phone.Scene.Views.Where(placed => placed.IsVisible && placed.View is { IsTouchable: true, Role: not ViewRole.None }
            && phone.FindPlaced(phone.GetCentre(placed)) == placed);

    private static string Said(View view) => view is IconButton icon ? $"the {icon.Icon.ToString().ToLowerInvariant()} icon" : view.Label;

    private static bool IsPlain(string label) =>
        label.Length is > 0 and <= LongestLabel && label.All(char.IsAscii) && !label.Contains('\n', StringComparison.Ordinal);

    private static string Class(View view) => view switch
    {
        IconButton icon when ThingClass.Icons.Contains(icon.Icon.ToString().ToLowerInvariant()) =>
            $"{icon.Icon.ToString().ToLowerInvariant()} icon",
        { Role: ViewRole.Field } => "field",
        { Role: ViewRole.ListItem or ViewRole.Switch or ViewRole.CheckBox or ViewRole.Slider or ViewRole.Banner } => "row",
        _ => "button",
    };
}
