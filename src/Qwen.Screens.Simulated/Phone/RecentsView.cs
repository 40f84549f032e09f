using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>The apps that are open, the newest first.</summary>
internal sealed class RecentsView(PhoneShell shell) : View
{
    private const float Row = 80;

    public override float GetHeight(Pen pen, float width) => 0;

    public override void Place(Scene scene, SKRect bounds)
    {
        var rows = shell.Recents.Reverse().Take((int)((bounds.Height - Row) / Row)).Select(session => new Card(new Strip(
        [
            new ListRow(session.App.Name, () => shell.Open(session.App))
            {
                Icon = session.App.Icon,
                Disc = session.App.Colour,
                Detail = session.Page.Title
            },
            new IconButton(Icon.Close, $"Close {session.App.Name}", () => shell.Close(session)),
        ])));
        View[] all =
        [
            new TextView("Recent apps") { Size = 20, Bold = true, Colour = SKColors.White, Align = 0.5f },
            .. rows,
            .. shell.Recents.Count == 0 ? [new TextView("Nothing is open") { Colour = SKColors.White, Align = 0.5f }] : Array.Empty<View>(),
        ];
        new Stack(all) { Gap = 10 }.Place(scene, bounds with { Top = bounds.Top + 44 });
    }
}
