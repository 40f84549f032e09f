using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone.Apps;

/// <summary>Shows pages of a web that does not exist: their address and a line of text. It knows no secrets and sends nothing.</summary>
internal sealed class BrowserApp(PhoneShell shell) : PhoneApp(shell)
{
    public override string Id => "app.browser";

    public override string Name => "Browser";

    public override Icon Icon => Icon.Globe;

    public override SKColor Colour => new(0x0F, 0x76, 0x8E);

    public override Page CreateStart()
    {
        var address = new TextInput("Address");
        return new Page(Name, () =>
        [
            new Stack([Field(address, Icon.Globe), new Button("Go", () => Go(address))]) { Padding = 16, Gap = 12 },
            .. Shell.State.Visits.TakeLast(10)
                .Reverse()
                .Select(visit => new ListRow(visit.Host, () => Go(visit)) { Detail = visit.OriginalString, Icon = Icon.Clock }),
        ]);
    }

    /// <summary>Opens an address and, where it leads on, the next.</summary>
    public void Go(Uri address, Uri? redirect = null)
    {
        Shell.Open(this);
        Shell.State.Visits.Add(address);
        if (redirect is not null)
            Shell.State.Visits.Add(redirect);
        var shown = redirect ?? address;
        Shell.Push(new Page("Web page", () =>
        [
            new Stack(
            [
                new TextView(shown.OriginalString) { Size = 13, Muted = true },
                new TextView($"Welcome to {shown.Host}") { Size = 22, Bold = true },
                new TextView("This page was made for the simulated phone."),
            ]) { Padding = 16, Gap = 12 },
        ]) { Address = shown });
    }

    private void Go(TextInput address)
    {
        var text = address.Text.Trim();
        if (TryRead(text, out var uri) || TryRead("https://" + text, out uri))
            Go(uri);
        else
            Shell.Say("That is no address");
    }

    private static bool TryRead(string text, out Uri address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address!) && address.Scheme is "http" or "https" && address.Host.Length > 0;
}
