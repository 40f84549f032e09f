using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.Screens.Simulated.Tasks;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>Settings.</summary>
internal sealed class SettingsApp(PhoneShell shell) : PhoneApp(shell)
{
    public override string Id => "app.settings";

    public override string Name => "Settings";

    public override Icon Icon => Icon.Gear;

    public override SKColor Colour => new(0x4B, 0x55, 0x69);

    private PhoneSettings Settings => Shell.State.Settings;

    public override Page CreateStart()
    {
        var query = new TextInput("Search settings");
        return new Page(Name, () => query.Text.Length > 0 ? CreateFound(query) : CreateAll(query));
    }

    private IEnumerable<View> CreateAll(TextInput query)
    {
        yield return Search(query);
        yield return Group(Network(), Bluetooth(), Airplane());
        yield return new Space(12);
        yield return Group(Display(), Sound(), Language());
        yield return new Space(12);
        yield return Group(Location(), DoNotDisturb());
        yield return new Space(12);
        yield return Group(About(), Reset());
    }

    private IEnumerable<View> CreateFound(TextInput query)
    {
        ListRow[] all = [Network(), Bluetooth(), Airplane(), Display(), Sound(), Language(), Location(), DoNotDisturb(), About(), Reset()];
        var found = all.Where(row => row.Label.Contains(query.Text.Trim(), StringComparison.OrdinalIgnoreCase)).ToArray<View>();
        yield return Search(query);
        yield return found.Length > 0
            ? Group(found)
            : new Stack([new TextView("Nothing found") { Muted = true, Align = 0.5f }]) { Padding = 20 };
    }

    private Stack Search(TextInput query) => new([Field(query, Icon.Search)]) { Padding = 12 };

    private static Card Group(params View[] rows) => new(new Stack(rows));

    private ListRow Network() =>
        new("Wi-Fi", () => Shell.Push(new Page("Wi-Fi", CreateNetworks)))
        {
            Icon = Icon.Wifi,
            Value = Settings.Wifi ? Settings.Network : "Off"
        };

    private ListRow Bluetooth() => Switch("Bluetooth", Icon.Bluetooth, Settings.Bluetooth, on => Settings.Bluetooth = on);

    private ListRow Airplane() => Switch("Airplane mode", Icon.Plane, Settings.Airplane, on =>
    {
        Settings.Airplane = on;
        if (on)
            Settings.Wifi = Settings.Bluetooth = false;
    });

    private ListRow Display() => new("Display", () => Shell.Push(new Page("Display", CreateDisplay))) { Icon = Icon.Sun };

    private ListRow Sound() => new("Sound", () => Shell.Push(new Page("Sound", CreateSound))) { Icon = Icon.Volume };

    private ListRow Language() =>
        new("Language", () => Shell.Push(new Page("Language", CreateLanguages))) { Icon = Icon.Globe, Value = Settings.Language };

    private ListRow Location() => Switch("Location", Icon.Pin, Settings.Location, on => Settings.Location = on);

    private ListRow DoNotDisturb() => Switch("Do not disturb", Icon.Bell, Settings.DoNotDisturb, on => Settings.DoNotDisturb = on);

    private ListRow About() => new("About phone", () => Shell.Push(CreateAbout())) { Icon = Icon.Info };

    private ListRow Reset() =>
        new("Reset settings", () => Shell.Confirm("Reset settings?", "All settings go back to what they were at first.", "Reset", () =>
        {
            Shell.State.Settings = new PhoneSettings();
            Shell.Say("Settings were reset");
        })) { Icon = Icon.Warning };

    private static ListRow Switch(string label, Icon? icon, bool isOn, Action<bool> set) =>
        new(label, () => set(!isOn)) { Icon = icon, IsOn = isOn, Role = ViewRole.Switch };

    private IEnumerable<View> CreateNetworks()
    {
        yield return Group(Switch("Use Wi-Fi", Icon.Wifi, Settings.Wifi, on => Settings.Wifi = on));
        if (!Settings.Wifi)
            yield break;
        yield return Heading("Networks");
        yield return Group(
            [.. PhoneSettings.Networks.Select(network => Choice(network, network == Settings.Network, () => Settings.Network = network))]);
    }

    private IEnumerable<View> CreateDisplay()
    {
        yield return Group(
            new SliderView("Brightness", Settings.Brightness, value => Settings.Brightness = value),
            Switch("Dark mode", Icon.Moon, Settings.DarkMode, on => Settings.DarkMode = on),
            Switch("Landscape", Icon.Rotate, Settings.Landscape, on => Settings.Landscape = on),
            new ListRow("Font size", () =>
                AskOne("Font size", PhoneSettings.FontSizes.Select(size => size.Name), Settings.FontSize, name => Settings.FontSize = name))
            {
                Icon = Icon.Font, Value = Settings.FontSize,
            },
            new ListRow(
                "Screen timeout", () => AskOne("Screen timeout", PhoneSettings.Timeouts, Settings.Timeout, name => Settings.Timeout = name))
            {
                Icon = Icon.Timer, Value = Settings.Timeout,
            });
    }

    private IEnumerable<View> CreateSound()
    {
        yield return Group(
            new SliderView("Volume", Settings.Volume, value => Settings.Volume = value),
            Switch("Mute", Icon.Volume, Settings.Volume == 0, on => Settings.Volume = on ? 0 : 40));
    }

    private IEnumerable<View> CreateLanguages()
    {
        yield return Group(
            [.. PhoneSettings.Languages.Select(
                language => Choice(language, language == Settings.Language, () => Settings.Language = language))]);
    }

    private Page CreateAbout()
    {
        var name = new TextInput("Device name") { Text = Settings.DeviceName };
        return new Page("About phone", () =>
        [
            new Stack([Field(name), new Space(12), new Button("Save name", () => Rename(name.Text))]) { Padding = 16 },
            Group(
                new ListRow("Model") { Value = "Simulated phone" }, new ListRow("System version") { Value = "14.2" },
                new ListRow("Storage") { Value = "41 of 128 GB" }, new ListRow("Battery") { Value = "82 %" }),
        ]);
    }

    private void Rename(string name)
    {
        Shell.FocusOn(null);
        if (name.Trim().Length == 0)
        {
            Shell.Say("A name is needed");
            return;
        }

        Settings.DeviceName = name.Trim();
        Shell.Say("Name saved");
    }

    private void AskOne(string title, IEnumerable<string> options, string chosen, Action<string> set) =>
        Shell.Ask(new Question(title, "", [("Cancel", null, ButtonLook.Plain)])
        {
            Rows = () => options.Select(option => Choice(option, option == chosen, () => Shell.Answer(() => set(option)))),
        });

    private static ListRow Choice(string label, bool isChosen, Action choose) =>
        new(label, choose) { IsOn = isChosen, Role = ViewRole.CheckBox };

    private static Stack Heading(string text) => new([new TextView(text) { Size = 13, Bold = true, Muted = true }]) { Padding = 16 };
}
