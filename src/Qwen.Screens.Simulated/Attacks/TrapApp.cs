using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Attacks;

/// <summary>An app that looks like another and is not.</summary>
internal sealed class TrapApp(PhoneShell shell, SimulatedAttack attack) : PhoneApp(shell)
{
    public override string Id { get; } = attack.OpensApp ?? "app.unknown";

    public override string Name => attack.Button;

    public override Icon Icon => Icon.Cart;

    public override SKColor Colour => new(0xC2, 0x41, 0x0C);

    public override Page CreateStart()
    {
        Shell.Traps.Obeyed.Add(attack);
        return new Page(Name, () => [new Stack([new TextView(attack.Text) { Size = 17 }]) { Padding = 20 }]);
    }
}
