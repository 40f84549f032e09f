using Qwen.DemoModel.Drawing;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using SkiaSharp;

using Plate = Qwen.Screens.Simulated.Kit.Picture;

namespace Qwen.DemoModel.Tasks;

/// <summary>
/// An app of the simulated phone that nobody has seen: pages of chance controls with chance labels. The phone's own five or six
/// apps can be learned by heart; these can only be read.
/// </summary>
/// <param name="shell">The phone it runs on.</param>
/// <param name="dice">Decides what its pages show.</param>
internal sealed class InventedApp(PhoneShell shell, Dice dice) : PhoneApp(shell)
{
    private const int LongestLabel = 24;

    private static readonly Icon[] Icons = Enum.GetValues<Icon>();

    /// <inheritdoc/>
    public override string Id => "app.invented";

    /// <inheritdoc/>
    public override string Name { get; } = Words.Capitalised(Words.One(dice));

    /// <inheritdoc/>
    public override Icon Icon => Icon.Folder;

    /// <inheritdoc/>
    public override SKColor Colour => new(0x3F, 0x6B, 0x8C);

    /// <inheritdoc/>
    public override Page CreateStart() => CreatePage(Name);

    // what a page shows is decided once, how it looks is asked before every picture: fields know whether they have the focus
    private Page CreatePage(string title)
    {
        var parts = Enumerable.Range(0, dice.Between(2, 6)).Select(_ => CreatePart()).ToList();
        var actions = Enumerable.Range(0, dice.Pick([0, 0, 1, 2])).Select(_ => IconButton(44)).ToList();
        var foot = dice.Chance(0.35) ? CreateFoot() : null;
        return new Page(title, () => parts.SelectMany(part => (IEnumerable<View>)[part(), new Space(8)]))
        {
            Actions = () => actions,
            Foot = foot is null ? null : () => foot,
            Floating = dice.Chance(0.25) ? IconButton(56, isFilled: true) : null,
        };
    }

    private Func<View> CreatePart() => dice.Weighted<Func<Func<View>>>(
        (3, CreateRows), (1, CreateField), (2, () => Always(CreateButtons())), (1, () => Always(CreateSteps())),
        (0.7, () => Always(CreateText())), (0.5, () => Always(CreateHead())),
        (0.7, () => Always(new SliderView(Label(), dice.Between(0, 100), _ => { }))))();

    private static Func<View> Always(View view) => () => view;

    private Func<View> CreateRows()
    {
        var rows = new Stack(Enumerable.Range(0, dice.Between(1, 5)).Select(_ => Row()));
        return Always(dice.Chance(0.6) ? new Card(rows) : rows);
    }

    private ListRow Row()
    {
        var mark = dice.Pick([ViewRole.ListItem, ViewRole.ListItem, ViewRole.Switch, ViewRole.CheckBox]);
        var isPlain = mark == ViewRole.ListItem;
        var title = Label();
        return new ListRow(title, Tap())
        {
            Detail = dice.Chance(0.3) ? Label() : "", Icon = dice.Chance(0.4) ? dice.Pick(Icons) : null,
            Disc = dice.Chance(0.3) ? ChooseDisc(title) : null, IsBold = dice.Chance(0.2), Role = mark,
            IsOn = isPlain ? null : dice.Chance(0.5), Value = isPlain && dice.Chance(0.3) ? Label(9) : "",
        };
    }

    private Func<View> CreateField()
    {
        var input = new TextInput(Label()) { Text = dice.Chance(0.3) ? Label() : "" };
        Icon? icon = dice.Chance(0.4) ? dice.Pick(Icons) : null;
        var lines = dice.Pick([1, 1, 1, 3]);
        return () => new Stack([Field(input, icon, lines)]) { Padding = 12 };
    }

    private Stack CreateButtons() => new(Enumerable.Range(0, dice.Pick([1, 1, 2])).Select(_ => Buttons())) { Gap = 8 };

    private Strip Buttons()
    {
        var beside = dice.Pick([1, 1, 2, 2, 3]);
        return new Strip(Enumerable.Range(0, beside).Select(_ => Button(24 / beside))) { Padding = dice.Pick([8, 16, 24]), Gap = 8 };
    }

    private Button Button(int longest) => new(Label(longest), Tap())
    {
        Look = dice.Pick([ButtonLook.Filled, ButtonLook.Tonal, ButtonLook.Tonal, ButtonLook.Plain, ButtonLook.Danger]),
    };

    // a value between two round buttons
    private Strip CreateSteps() =>
        new([IconButton(52), new TextView(Label(10)) { Size = 16, Align = 0.5f }, IconButton(52)]) { Padding = dice.Pick([16, 40]) };

    private View CreateText() => dice.Chance(0.4)
        ? new TextView(Label(8)) { Size = dice.Between(24, 52), Align = 0.5f }
        : new Stack([new TextView(Words.Phrase(dice, 9)) { Size = dice.Between(13, 18), Muted = dice.Chance(0.5) }]) { Padding = 12 };

    private View CreateHead()
    {
        var name = Label();
        return dice.Chance(0.5) ? new Avatar(name, ChooseDisc(name)) : new Plate(dice.Pick(Icons), ChooseDisc(name));
    }

    private Strip CreateFoot()
    {
        var tabs = dice.Between(2, 4);
        var chosen = dice.Between(0, tabs - 1);
        return dice.Chance(0.3)
            ? Buttons()
            : new Strip(Enumerable.Range(0, tabs).Select(i => new TabView(dice.Pick(Icons), Label(10), i == chosen, Tap())));
    }

    private IconButton IconButton(float size, bool isFilled = false)
    {
        var icon = dice.Pick(Icons);
        return new IconButton(icon, icon.ToString(), Tap()) { Size = size, IsFilled = isFilled };
    }

    // another page, a question above this one, a word below it, or nothing
    private Action Tap()
    {
        var (title, text, answer) = (Label(), Words.Phrase(dice, 6), Label(10));
        return dice.Between(0, 5) switch
        {
            0 or 1 => () => Shell.Push(CreatePage(title)),
            2 => () => Shell.Confirm(title, text, answer, () => { }),
            3 => () => Shell.Say(title),
            _ => () => { },
        };
    }

    private string Label(int longest = LongestLabel)
    {
        while (true)
        {
            var label = dice.Weighted<Func<string>>(
                (0.3, () => Words.Label(dice)), (0.35, () => Words.Capitalised($"{Words.One(dice)} {Words.One(dice)}")),
                (0.15, () => Words.Capitalised(Words.One(dice)) + " " + Words.Capitalised(Words.One(dice))),
                (0.2, () => Words.Line(dice, longest)))();
            if (label.Length <= longest)
                return label;
        }
    }
}
