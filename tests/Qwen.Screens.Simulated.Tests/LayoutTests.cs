using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Tasks;
using SkiaSharp;

namespace Qwen.Screens.Simulated.Tests;

/// <summary>What every laid out screen must keep.</summary>
public class LayoutTests
{
    [Theory]
    [InlineData("Default", false, false)]
    [InlineData("Default", true, false)]
    [InlineData("Largest", false, false)]
    [InlineData("Largest", true, false)]
    [InlineData("Default", false, true)]
    public async Task Controls_do_not_overlap_on_any_screen_of_any_task(string fontSize, bool isSmall, bool isLandscape)
    {
        var screens = 0;
        foreach (var task in PhoneTask.All)
        {
            await using var phone = task.CreatePhone(isSmall ? SimulatedPhoneOptions.Small : null);
            (phone.State.Settings.FontSize, phone.State.Settings.Landscape) = (fontSize, isLandscape);
            phone.Refresh();
            foreach (var step in task.Steps)
            {
                Check(phone.Scene);
                screens++;
                if (!phone.Scene.Views.Any(placed => step.Control is null || placed.View.Label == step.Control))
                    await phone.DoAsync(Do.Back); // the bar with the control makes room for the keyboard of a low screen
                await phone.DoAsync(step);
            }

            Check(phone.Scene);
        }

        Assert.True(screens > 150);
    }

    /// <summary>Controls and texts of one sheet stand beside or within each other, and what shows lies on the screen.</summary>
    internal static void Check(Scene scene)
    {
        var controls = scene.Views.Where(placed => placed.IsVisible && placed.View.Role is not ViewRole.None).ToList();
        Assert.All(controls, placed => Assert.True(scene.Bounds.Contains(placed.Visible), $"{placed.View.Label} lies outside."));
        Assert.All(controls.Where(placed => placed.View.IsTouchable), placed => Assert.NotEqual("", placed.View.Label));
        for (var i = 0; i < controls.Count; i++)
        {
            foreach (var other in controls.Skip(i + 1).Where(other => other.Layer == controls[i].Layer))
                Assert.False(Cross(controls[i].Visible, other.Visible), $"{controls[i].View.Label} and {other.View.Label} overlap.");
        }
    }

    private static bool Cross(SKRect one, SKRect other)
    {
        if (one.Contains(other) || other.Contains(one))
            return false;
        var common = SKRect.Intersect(one, other);
        return common is { Width: > 0.6f, Height: > 0.6f };
    }
}
