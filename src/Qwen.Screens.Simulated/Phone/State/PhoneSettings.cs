namespace Qwen.Screens.Simulated.Phone.State;

/// <summary>What the settings app changes.</summary>
internal sealed class PhoneSettings
{
    public static IReadOnlyList<string> Networks { get; } = ["Harbour Café", "Home", "Office 5G"];

    public static IReadOnlyList<string> Languages { get; } =
        [
            "Čeština", "Deutsch", "English", "Español", "Français", "Italiano", "Polski", "Português", "Svenska", "Türkçe", "Ελληνικά",
            "Русский"
        ];

    /// <summary>Names of letter sizes and what they multiply by.</summary>
    public static IReadOnlyList<(string Name, float Scale)> FontSizes { get; } =
        [("Small", 0.88f), ("Default", 1), ("Large", 1.15f), ("Largest", 1.3f)];

    public static IReadOnlyList<string> Timeouts { get; } = ["15 seconds", "30 seconds", "1 minute", "5 minutes"];

    public bool Wifi { get; set; } = true;
    public string Network { get; set; } = "Home";
    public bool Bluetooth { get; set; }
    public bool Airplane { get; set; }
    public bool DarkMode { get; set; }
    public bool Landscape { get; set; }
    public bool DoNotDisturb { get; set; }
    public bool Location { get; set; } = true;
    public int Brightness { get; set; } = 60;
    public int Volume { get; set; } = 40;
    public string FontSize { get; set; } = "Default";
    public string Language { get; set; } = "English";
    public string Timeout { get; set; } = "30 seconds";
    public string DeviceName { get; set; } = "My phone";

    public float TextScale => FontSizes.First(size => size.Name == FontSize).Scale;
}
