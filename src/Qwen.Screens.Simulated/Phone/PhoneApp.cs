using Qwen.Screens.Simulated.Kit;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Phone;

/// <summary>An app: its place on the launcher and its first page.</summary>
/// <param name="shell">The phone it runs on.</param>
internal abstract class PhoneApp(PhoneShell shell)
{
    public abstract string Id { get; }

    public abstract string Name { get; }

    public abstract Icon Icon { get; }

    public abstract SKColor Colour { get; }

    protected PhoneShell Shell { get; } = shell;

    public abstract Page CreateStart();

    protected FieldView Field(TextInput input, Icon? icon = null, int lines = 1) =>
        new(input, Shell.Focus == input, () => Shell.FocusOn(input)) { Icon = icon, Lines = lines };

    /// <summary>A colour that stays with a name.</summary>
    protected static SKColor ChooseDisc(string name)
    {
        var hash = name.Aggregate(17u, (hash, letter) => (hash ^ letter) * 16777619);
        return SKColor.FromHsl((hash >> 16) % 12 * 30, 45, 40);
    }
}
