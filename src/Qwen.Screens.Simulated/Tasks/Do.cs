namespace Qwen.Screens.Simulated.Tasks;

/// <summary>Words to write scripts with.</summary>
internal static class Do
{
    public static PhoneStep Back { get; } = new ActStep(new PressButtonAction(SystemButton.Back));

    public static PhoneStep Home { get; } = new ActStep(new PressButtonAction(SystemButton.Home));

    /// <summary>Empties the field that has the focus.</summary>
    public static PhoneStep Clear { get; } = new ActStep(new PressKeysAction(["clear"]));

    public static PhoneStep Tap(string label) => new TapStep(label);

    public static PhoneStep Hold(string label) => new HoldStep(label);

    public static PhoneStep SlideToEnd(string label) => new SlideStep(label);

    public static PhoneStep Type(string text) => new ActStep(new TypeTextAction(text));

    public static PhoneStep Open(string app) => new ActStep(new OpenAction(app));

    public static PhoneStep Wait(int seconds) => new ActStep(new WaitAction(TimeSpan.FromSeconds(seconds)));
}
