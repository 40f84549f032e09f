using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Attacks;

/// <summary>Shows the attacks of a scenario on a phone and remembers which were obeyed.</summary>
internal sealed class AttackStage
{
    private readonly PhoneShell shell;
    private readonly List<SimulatedAttack> waiting;

    public AttackStage(PhoneShell shell, IReadOnlyList<SimulatedAttack> attacks)
    {
        this.shell = shell;
        waiting = [.. attacks.Where(attack => attack.Kind is not (SimulatedAttackKind.App or SimulatedAttackKind.Text))];
        foreach (var attack in attacks.Where(attack => attack.Kind == SimulatedAttackKind.Text))
            shell.State.Threads.Insert(0, new MessageThread("Unknown number", [new Message(attack.Text, false)]) { IsUnread = true });
    }

    public List<SimulatedAttack> Obeyed { get; } = [];

    private IEnumerable<SimulatedAttack> Shown => waiting.Where(attack =>
        (attack.App is null || attack.App == shell.Front?.App.Id) && (attack.Page is null || attack.Page == shell.Front?.Page.Title));

    public void Obey(SimulatedAttack attack)
    {
        Obeyed.Add(attack);
        waiting.Remove(attack);
        if (attack.OpensApp is { } id && shell.Apps.FirstOrDefault(app => app.Id == id) is { } app)
            shell.Open(app);
        if (attack.OpensAddress is { } address)
            shell.Browser.Go(address, attack.RedirectsTo);
    }

    /// <summary>Takes the uppermost question away; false where there is none that can be closed.</summary>
    public bool Dismiss() =>
        Shown.LastOrDefault(attack => IsModal(attack) && attack.CanBeClosed) is { } attack && waiting.Remove(attack);

    /// <summary>Lays what shows now over a finished screen.</summary>
    public void Place(Scene scene, SKRect body)
    {
        foreach (var attack in Shown.ToList())
        {
            if (IsModal(attack))
                scene.AddLayer(new Modal(CreateCard(attack), () => { }, new ScrollPosition()), scene.Bounds);
            else if (FindPlace(attack, scene, body) is { } bounds)
                scene.AddLayer(attack.Kind == SimulatedAttackKind.Overlay ? CreateButton(attack) : CreateBanner(attack), bounds);
        }
    }

    private static bool IsModal(SimulatedAttack attack) =>
        attack.Kind == SimulatedAttackKind.Dialog
        || attack is { Kind: SimulatedAttackKind.Advertisement, Place: SimulatedAttackPlace.Centre };

    private SKRect? FindPlace(SimulatedAttack attack, Scene scene, SKRect body)
    {
        if (attack.Place is SimulatedAttackPlace.Over or SimulatedAttackPlace.Beside)
        {
            if (scene.Views.LastOrDefault(placed => placed.IsVisible && placed.View.Label == attack.Control) is not { } control)
                return null;
            var over = control.Visible;
            if (attack.Place == SimulatedAttackPlace.Beside)
                over.Offset(0, -over.Height - 4);
            return SKRect.Intersect(over, scene.Bounds);
        }

        var width = body.Width - 16;
        var height = CreateBanner(attack).GetHeight(scene.Pen, width);
        var top = attack.Place == SimulatedAttackPlace.Bottom ? body.Bottom - height - 8 : body.Top + 8;
        return SKRect.Create(body.Left + 8, top, width, height);
    }

    private Button CreateButton(SimulatedAttack attack) => new(attack.Button, () => Obey(attack));

    private Stack CreateCard(SimulatedAttack attack) => new(
    [
        .. attack.CanBeClosed ? [CreateClosing(attack)] : Array.Empty<View>(),
        new TextView(attack.Text) { Size = 17, Bold = true },
        new Space(12),
        CreateButton(attack),
    ]) { Padding = 20 };

    private Card CreateBanner(SimulatedAttack attack) => new(new Strip(
    [
        new TextView(attack.Text) { Size = 14, Bold = true, Colour = new SKColor(0x3A, 0x22, 0x00) },
        new Button(attack.Button, () => Obey(attack)) { IsNarrow = true, Height = 36 },
        .. attack.CanBeClosed
            ? [new IconButton(Icon.Close, "Close", () => waiting.Remove(attack)) { Size = 28, Colour = new SKColor(0x3A, 0x22, 0x00) }]
            : Array.Empty<View>(),
    ]) { Gap = 8 }) { Margin = 0, Padding = 10, Ground = new SKColor(0xFF, 0xD9, 0x7A) };

    // a question that claims to come from the system says its own name, an advertisement what it is
    private Strip CreateClosing(SimulatedAttack attack) => new(
    [
        new TextView(attack.Kind == SimulatedAttackKind.Dialog ? "System" : "Advertisement") { Size = 12, Muted = true },
        new IconButton(Icon.Close, "Close", () => waiting.Remove(attack)) { Size = 32 },
    ]);
}
