using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Desktop;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Simulated.Tests;

public class SimulatedDesktopTests
{
    [Fact]
    public async Task A_new_text_is_written_and_saved_by_chord_and_question()
    {
        await using var desktop = new SimulatedDesktop();
        await DoubleClickAsync(desktop, "Editor");
        await desktop.PerformAsync(new TypeTextAction("Grüße, мир"));
        await desktop.PressAsync("ctrl", "s");
        Assert.Equal("Save as", await desktop.GetTitleAsync());
        await desktop.PerformAsync(new TypeTextAction("new.txt"));
        await ClickAsync(desktop, "OK");
        Assert.Contains(desktop.Shell.Files, file => file is { Name: "new.txt", Text: "Grüße, мир" });
    }

    [Fact]
    public async Task A_file_is_opened_changed_and_closed_with_a_question()
    {
        await using var desktop = new SimulatedDesktop();
        await DoubleClickAsync(desktop, "Files");
        await DoubleClickAsync(desktop, "todo.txt");
        await desktop.PressAsync("ctrl", "a");
        await desktop.PerformAsync(new TypeTextAction("Rest"));
        await ClickAsync(desktop, "Close ● todo.txt – Editor");
        Assert.Equal("Save changes?", await desktop.GetTitleAsync());
        await ClickAsync(desktop, "Cancel");
        Assert.Equal("Water the plants", File(desktop, "todo.txt"));
        await desktop.PressAsync("ctrl", "w");
        await ClickAsync(desktop, "Save");
        Assert.Equal("Rest", File(desktop, "todo.txt"));
        Assert.Equal("Files", await desktop.GetTitleAsync());
    }

    [Fact]
    public async Task Menus_open_at_the_pointer_and_close_beside_it()
    {
        await using var desktop = new SimulatedDesktop();
        await DoubleClickAsync(desktop, "Files");
        await ClickAsync(desktop, "poem.txt", MouseButton.Right);
        Assert.Contains(desktop.Scene.Views, placed => placed.View.Label == "Open");
        await desktop.PerformAsync(new TapAction(new ScreenPoint(1000, 20)));
        Assert.DoesNotContain(desktop.Scene.Views, placed => placed.View.Label == "Open");
        await ClickAsync(desktop, "poem.txt", MouseButton.Right);
        await ClickAsync(desktop, "Delete");
        Assert.Equal("Delete file?", await desktop.GetTitleAsync());
        await desktop.PressAsync("enter");
        Assert.DoesNotContain(desktop.Shell.Files, file => file.Name == "poem.txt");
    }

    [Fact]
    public async Task A_window_is_dragged_by_its_title_and_stays_within_reach()
    {
        await using var desktop = new SimulatedDesktop();
        await DoubleClickAsync(desktop, "Files");
        var before = desktop.Shell.Front!.Bounds;
        await desktop.PerformAsync(new DragAction(new ScreenPoint(300, 75), new ScreenPoint(360, 105), TimeSpan.FromSeconds(0.3)));
        Assert.Equal((before.Left + 60, before.Top + 30), (desktop.Shell.Front.Bounds.Left, desktop.Shell.Front.Bounds.Top));
        await desktop.PerformAsync(new DragAction(new ScreenPoint(360, 105), new ScreenPoint(1023, 639), TimeSpan.FromSeconds(0.3)));
        Assert.True(desktop.Shell.Front.Bounds is { Left: <= 1024 - 80, Top: <= 640 - 80 });
    }

    [Fact]
    public async Task The_wheel_scrolls_what_is_under_the_pointer()
    {
        await using var desktop = new SimulatedDesktop();
        await DoubleClickAsync(desktop, "Files");
        await desktop.PerformAsync(new ScrollAction(new ScreenPoint(300, 200), 0, 500));
        Assert.True(desktop.Shell.Front!.Scroll.Offset > 0);
        await desktop.PerformAsync(new ScrollAction(new ScreenPoint(300, 200), 0, -500));
        Assert.Equal(0, desktop.Shell.Front.Scroll.Offset);
    }

    [Fact]
    public async Task Equal_actions_give_equal_pictures_and_the_pointer_is_seen()
    {
        await using var first = new SimulatedDesktop();
        await using var second = new SimulatedDesktop();
        foreach (var desktop in new[] { first, second })
            await DoubleClickAsync(desktop, "Editor");
        var (one, other) = (await first.CaptureAsync(), await second.CaptureAsync());
        Assert.True(one.Png.Span.SequenceEqual(other.Png.Span));
        Assert.Equal((1024, 640), (ImageDecoder.Decode(one.Png).Width, ImageDecoder.Decode(one.Png).Height));
        await second.PerformAsync(new MovePointerAction(new ScreenPoint(900, 500)));
        Assert.False((await second.CaptureAsync()).Png.Span.SequenceEqual(one.Png.Span));
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        await using var desktop = new SimulatedDesktop();
        Assert.Contains(
            "1024×640",
            (await Assert.ThrowsAsync<QwenException>(() => desktop.PerformAsync(new TapAction(new ScreenPoint(-1, 0))))).Message);
        Assert.Contains("'alt+f4'", (await Assert.ThrowsAsync<QwenException>(() => desktop.PressAsync("alt", "f4"))).Message);
        await Assert.ThrowsAsync<QwenException>(() => desktop.PerformAsync(new OpenAction("Browser")));
        Assert.Throws<QwenException>(() => new SimulatedDesktop(100, 100));
    }

    private static string File(SimulatedDesktop desktop, string name) => desktop.Shell.Files.Single(file => file.Name == name).Text;

    private static PlacedView Find(SimulatedDesktop desktop, string label) =>
        desktop.Scene.Views.Last(
            placed => placed.View.Label == label && placed.View.IsTouchable && placed.View is not TitleBar && placed.IsVisible);

    private static Task DoubleClickAsync(SimulatedDesktop desktop, string label) =>
        desktop.PerformAsync(new DoubleTapAction(Centre(Find(desktop, label))));

    private static Task ClickAsync(SimulatedDesktop desktop, string label, MouseButton button = MouseButton.Left) =>
        desktop.PerformAsync(new TapAction(Centre(Find(desktop, label)), button));

    private static ScreenPoint Centre(PlacedView placed) => new((int)placed.Visible.MidX, (int)placed.Visible.MidY);
}
