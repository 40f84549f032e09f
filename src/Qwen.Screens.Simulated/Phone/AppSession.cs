namespace Qwen.Screens.Simulated.Phone;

/// <summary>An app that was opened, with its pages: the last is shown.</summary>
internal sealed class AppSession(PhoneApp app)
{
    public PhoneApp App { get; } = app;

    public List<Page> Pages { get; } = [app.CreateStart()];

    public Page Page => Pages[^1];
}
