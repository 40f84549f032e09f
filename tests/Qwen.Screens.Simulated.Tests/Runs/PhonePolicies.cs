using Qwen.Screens;

namespace Qwen.Screens.Simulated.Tests.Runs;

/// <summary>The simulated phone's own apps.</summary>
internal static class PhonePolicies
{
    public static ScreenPolicy OwnApps { get; } = new()
    {
        Apps =
        [
            new("app.launcher"), new("app.settings", "Settings"), new("app.contacts", "Contacts"), new("app.messages", "Messages"),
            new("app.notes", "Notes"), new("app.clock", "Clock"), new("app.shop", "Shop"),
        ],
    };

    /// <summary>The same with the browser on the one site that a task visits.</summary>
    public static ScreenPolicy Tasks { get; } = OwnApps with
    {
        Apps = [.. OwnApps.Apps, new AllowedApp("app.browser", "Browser")],
        Origins = [WebOrigin.Parse("https://example.org"), WebOrigin.Parse("http://example.org")],
    };
}
