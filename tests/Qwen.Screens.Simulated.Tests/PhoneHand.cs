using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Tasks;

namespace Qwen.Screens.Simulated.Tests;

/// <summary>Short words for tests that use a phone by hand.</summary>
internal static class PhoneHand
{
    /// <summary>Carries steps out, scrolling where a control is out of sight.</summary>
    public static async Task DoAsync(this SimulatedPhone phone, params PhoneStep[] steps)
    {
        foreach (var step in steps)
        {
            var isDone = false;
            for (var actions = 0; !isDone; actions++)
            {
                Assert.True(actions < 20, $"{step} comes to no end.");
                (var action, isDone) = step.Resolve(phone);
                await phone.PerformAsync(action);
            }
        }
    }

    /// <summary>Carries a whole script out.</summary>
    public static Task DoAsync(this SimulatedPhone phone, PhoneTask task) => phone.DoAsync([.. task.Steps]);

    public static Task PressAsync(this IScreen screen, params string[] keys) => screen.PerformAsync(new PressKeysAction(keys));

    public static bool Shows(this SimulatedPhone phone, string label) =>
        phone.Scene.Views.Any(placed => placed.IsVisible && placed.View.Label == label);

    public static async Task<string?> GetTitleAsync(this IScreen screen) => (await screen.CaptureAsync()).Place?.Title;
}
