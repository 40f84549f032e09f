using System.Globalization;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Kit;

/// <summary>The icons as lines on a grid of 24 × 24, drawn with a pen of width 2 unless they are filled.</summary>
internal static class IconPaths
{
    private static readonly Dictionary<Icon, SKPath> Paths =
        Enum.GetValues<Icon>().ToDictionary(icon => icon, icon => SKPath.ParseSvgPathData(GetData(icon)));

    public static SKPath Get(Icon icon) => Paths[icon];

    public static bool IsFilled(Icon icon) =>
        icon is Icon.Heart or Icon.Star or Icon.Play or Icon.Send or Icon.More or Icon.Moon or Icon.Plane or Icon.Battery;

    private static string GetData(Icon icon) => icon switch
    {
        Icon.Search => Circle(10, 10, 6.5) + "M15 15L21 21",
        Icon.Menu => "M4 7H20M4 12H20M4 17H20",
        Icon.Back => "M20 12H5M11 5L4 12L11 19",
        Icon.Close => "M6 6L18 18M18 6L6 18",
        Icon.Add => "M12 5V19M5 12H19",
        Icon.Remove => "M5 12H19",
        Icon.Home => "M3 11L12 4L21 11M6 9V20H18V9",
        Icon.Heart => "M12 20.5C4 14.5 2.5 11 2.5 8.2A4.8 4.8 0 0 1 12 7A4.8 4.8 0 0 1 21.5 8.2C21.5 11 20 14.5 12 20.5Z",
        Icon.Star => "M12 3L14.7 9.2L21.5 9.8L16.4 14.3L18 21L12 17.4L6 21L7.6 14.3L2.5 9.8L9.3 9.2Z",
        Icon.Play => "M7 4L20 12L7 20Z",
        Icon.Pause => "M8 5V19M16 5V19",
        Icon.Mail => "M3 6H21V18H3ZM3 7L12 13L21 7",
        Icon.Person => Circle(12, 8, 4) + "M4 21C4 15.5 8 14.5 12 14.5C16 14.5 20 15.5 20 21",
        Icon.Call =>
            "M5.5 3H9L11 8L8.5 10C9.5 12.5 11.5 14.5 14 15.5L16 13L21 15V18.5C21 20 20 21 18.5 21C10 20.5 3.5 14 3 5.5C3 4 4 3 5.5 3Z",
        Icon.Message => "M4 5H20V16H11L6.5 20V16H4Z",
        Icon.Note => "M6 3H18V21H6ZM9 8H15M9 12H15M9 16H13",
        Icon.Clock => Circle(12, 12, 9) + "M12 7V12L15.5 14",
        Icon.Cart => "M2.5 4H6L8.5 15H18L20.5 7.5H7" + Circle(10, 19.5, 1.2) + Circle(17, 19.5, 1.2),
        Icon.Trash => "M4 7H20M9 7V4H15V7M6 7L7 20H17L18 7",
        Icon.Edit => "M4 20L5 16L16 5L19 8L8 19Z",
        Icon.Send => "M3 4L21 12L3 20L6 12Z",
        Icon.More => Circle(12, 5, 1.9) + Circle(12, 12, 1.9) + Circle(12, 19, 1.9),
        Icon.Check => "M5 12.5L10 17.5L19 7",
        Icon.Wifi => "M2.5 9.5C8 4.5 16 4.5 21.5 9.5M6 13.5C9.5 10.5 14.5 10.5 18 13.5M12 18V18.2",
        Icon.Bluetooth => "M7 8L17 16L12 21V3L17 8L7 16",
        Icon.Sun => Circle(12, 12, 4) + "M12 2V4.5M12 19.5V22M2 12H4.5M19.5 12H22M5 5L6.5 6.5M17.5 17.5L19 19M19 5L17.5 6.5M6.5 17.5L5 19",
        Icon.Moon => "M20 14A9 9 0 1 1 10 4A7 7 0 0 0 20 14Z",
        Icon.Plane => "M21 14L13.5 10V4.5A1.5 1.5 0 0 0 10.5 4.5V10L3 14V16L10.5 14V18.5L8 20.5V22L12 21L16 22V20.5L13.5 18.5V14L21 16Z",
        Icon.Globe => Circle(12, 12, 9) + "M3 12H21M12 3C8 8 8 16 12 21M12 3C16 8 16 16 12 21",
        Icon.Font => "M3 19L9 5L15 19M5.2 14H12.8M15.5 19L18.5 12L21.5 19",
        Icon.Lock => "M6 11H18V20H6ZM8.5 11V8A3.5 3.5 0 0 1 15.5 8V11",
        Icon.Info => Circle(12, 12, 9) + "M12 11V17M12 7.3V7.5",
        Icon.Bell => "M6 17V11A6 6 0 0 1 18 11V17M4 17H20M11 20.5H13",
        Icon.Volume => "M4 9V15H8L13 19V5L8 9ZM16.5 8.5C18.5 10.5 18.5 13.5 16.5 15.5",
        Icon.Gear => Circle(12, 12, 6) + Circle(12, 12, 2)
            + "M12 2.5V6M12 18V21.5M2.5 12H6M18 12H21.5M5.3 5.3L7.8 7.8M16.2 16.2L18.7 18.7M18.7 5.3L16.2 7.8M7.8 16.2L5.3 18.7",
        Icon.Folder => "M3 6H10L12 8H21V19H3Z",
        Icon.File => "M6 3H14L18 7V21H6ZM14 3V7H18",
        Icon.Warning => "M12 3L22 20H2ZM12 10V14M12 16.8V17",
        Icon.Forward => "M9 5L16 12L9 19",
        Icon.Rotate => "M4 12A8 8 0 1 0 7 5.8M7 2V6H11",
        Icon.Timer => Circle(12, 13.5, 7.5) + "M12 13.5V9.5M9 3H15",
        Icon.Backspace => "M8 5H21V19H8L2 12ZM11.5 9L17.5 15M17.5 9L11.5 15",
        Icon.Shift => "M12 4L20 12H16V19H8V12H4Z",
        Icon.Enter => "M20 6V13H5M10 8L5 13L10 18",
        Icon.Gift => "M4 11H20V21H4ZM3 7H21V11H3ZM12 7V21M12 7C9 2 5 4 8 7M12 7C15 2 19 4 16 7",
        Icon.Pin => Circle(12, 9.5, 2.5) + "M12 21C6 14.5 5 12 5 9.5A7 7 0 0 1 19 9.5C19 12 18 14.5 12 21Z",
        Icon.Battery => "M7 5H10V3H14V5H17V21H7Z",
        _ => throw new ArgumentOutOfRangeException(nameof(icon)),
    };

    private static string Circle(double x, double y, double radius) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"M{x + radius} {y}A{radius} {radius} 0 1 1 {x - radius} {y}A{radius} {radius} 0 1 1 {x + radius} {y}Z");
}
