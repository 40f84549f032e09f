using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

namespace Qwen.Screens.Simulated.Tests;

public class SimulatedKeyTests
{
    [Fact]
    public async Task The_simulated_devices_press_every_key_that_the_contracts_name_or_refuse_it_in_a_sentence()
    {
        await using var phone = new SimulatedPhone();
        await using var desktop = new SimulatedDesktop();
        foreach (var (screen, names, least) in new (IScreen, IReadOnlyList<string>, int)[]
            { (phone, Contract.KeyNames.OfPhones, 10), (desktop, Contract.KeyNames.OfComputers, 5) })
        {
            var pressed = 0;
            foreach (var name in names)
            {
                try
                {
                    await screen.PerformAsync(new PressKeysAction([name]), TestContext.Current.CancellationToken);
                    pressed++;
                }
                catch (QwenException error)
                {
                    Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
                }
            }

            Assert.True(pressed >= least, $"{screen.Capabilities.Name}: {pressed}");
        }
    }
}
