using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Tasks in the settings, and one in the browser.</summary>
internal static class SettingsTasks
{
    public static IReadOnlyList<PhoneTask> All { get; } =
    [
        new("settings-wifi-off", "Turn off Wi-Fi.", state => !state.Settings.Wifi, [Tap("Settings"), Tap("Wi-Fi"), Tap("Use Wi-Fi")]),
        new("settings-bluetooth-on", "Turn on Bluetooth.", state => state.Settings.Bluetooth, [Tap("Settings"), Tap("Bluetooth")]),
        new("settings-dark-mode", "Turn on the dark mode.", state =>
            state.Settings.DarkMode, [Tap("Settings"), Tap("Display"), Tap("Dark mode")]),
        new("settings-brightness", "Set the brightness to the maximum.", state => state.Settings.Brightness >= 97,
            [Tap("Settings"), Tap("Display"), SlideToEnd("Brightness")]),
        new("settings-font-size", "Set the font size to Largest.", state => state.Settings.FontSize == "Largest",
            [Tap("Settings"), Tap("Display"), Tap("Font size"), Tap("Largest")]),
        new("settings-language", "Change the phone's language to Ελληνικά.", state => state.Settings.Language == "Ελληνικά",
            [Tap("Settings"), Tap("Language"), Tap("Ελληνικά")]),
        new("settings-landscape", "Turn the screen to landscape.", state =>
            state.Settings.Landscape, [Tap("Settings"), Tap("Display"), Tap("Landscape")]),
        new("settings-network", "Turn on Wi-Fi and connect to the network Harbour Café.", state =>
            state.Settings is { Wifi: true, Network: "Harbour Café" },
            [Tap("Settings"), Tap("Wi-Fi"), Tap("Use Wi-Fi"), Tap("Harbour Café")], state => state.Settings.Wifi = false),
        new("settings-device-name", "Rename the phone to \"Zoë's phone\".", state => state.Settings.DeviceName == "Zoë's phone",
            [Tap("Settings"), Tap("About phone"), Tap("Device name"), Clear, Type("Zoë's phone"), Tap("Save name")]),
        new("settings-reset", "Reset all settings of the phone.", state => state.Settings is { Bluetooth: false, Volume: 40, Wifi: true },
            [Tap("Settings"), Tap("Reset settings"), Tap("Reset")], state => (state.Settings.Bluetooth, state.Settings.Volume) = (true, 0)),
        new("settings-mute", "Mute the phone.", state => state.Settings.Volume == 0, [Tap("Settings"), Tap("Sound"), Tap("Mute")]),
        new("settings-timeout-landscape", "Set the screen timeout to 5 minutes. The phone lies on its side.",
            state => state.Settings is { Timeout: "5 minutes", Landscape: true },
            [Tap("Settings"), Tap("Display"), Tap("Screen timeout"), Tap("5 minutes")], state => state.Settings.Landscape = true),
        new("browser-visit", "Open the address example.org in the browser.", state => state.Visits is [.., { Host: "example.org" }],
            [Tap("Browser"), Tap("Address"), Type("example.org"), Tap("Go")]),
    ];
}
