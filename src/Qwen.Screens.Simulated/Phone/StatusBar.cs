using System.Globalization;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>Time and the state of the radios, along the upper edge.</summary>
internal sealed class StatusBar(DateTimeOffset now, PhoneSettings settings, bool isOnPicture) : View
{
    public override float GetHeight(Pen pen, float width) => 0;

    public override void Paint(Pen pen, SKRect bounds)
    {
        var colour = isOnPicture ? SKColors.White : pen.Theme.Text;
        var room = bounds;
        room.Inflate(-16, 0);
        pen.Text(now.ToString("HH:mm", CultureInfo.InvariantCulture), room, 13, colour, bold: true);
        var x = room.Right - 7;
        Icon[] icons =
        [
            Icon.Battery, .. On(settings.Airplane, Icon.Plane), .. On(settings.Wifi, Icon.Wifi), .. On(settings.Bluetooth, Icon.Bluetooth),
            .. On(settings.DoNotDisturb, Icon.Moon),
        ];
        foreach (var icon in icons)
        {
            pen.Draw(icon, new SKPoint(x, bounds.MidY), 14, colour);
            x -= 20;
        }
    }

    private static Icon[] On(bool isOn, Icon icon) => isOn ? [icon] : [];
}
