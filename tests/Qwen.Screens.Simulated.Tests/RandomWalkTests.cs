using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;

namespace Qwen.Screens.Simulated.Tests;

/// <summary>Thousands of random actions, on screens that nobody thought of.</summary>
public class RandomWalkTests
{
    private static readonly string[] Texts =
    [
        "a", "Hello", "Zoë 👩‍🚀", "\n", "12/30", "4000000000000002", "ﷺ\u0301", "a very long text " + new string('x', 120)
    ];
    private static readonly string[] Keys =
    [
        "back", "home", "menu", "enter", "backspace", "clear", "space", "power", "volume_up", "volume_down"
    ];

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(4, true)]
    public async Task A_phone_bears_anything(int seed, bool isSmall)
    {
        var random = new Random(seed);
        await using var phone = new SimulatedPhone(isSmall ? SimulatedPhoneOptions.Small : null);
        var titles = new HashSet<string>();
        for (var i = 0; i < 1200; i++)
        {
            var shot = i % 10 == 0 ? await phone.CaptureAsync() : null;
            if (shot?.Place?.Title is { } title)
                titles.Add(title);
            var size = (phone.Scene.Bounds.Width, phone.Scene.Bounds.Height);
            ScreenPoint Point() => phone.ToPixel(random.NextSingle() * size.Width, random.NextSingle() * size.Height);

            // mostly at something, else at nothing
            var targets = phone.Scene.Views.Where(placed => placed.IsVisible && placed.View.IsTouchable).ToList();
            ScreenPoint Target() =>
                targets.Count > 0 && random.Next(4) > 0 ? phone.GetCentre(targets[random.Next(targets.Count)]) : Point();
            await phone.PerformAsync(random.Next(14) switch
            {
                < 7 => new TapAction(Target()),
                7 => new LongPressAction(Target(), TimeSpan.FromSeconds(1)),
                8 => new DoubleTapAction(Target()),
                9 => new DragAction(Point(), Point(), TimeSpan.FromSeconds(0.3)),
                10 => new ScrollAction(Point(), random.Next(-300, 300), random.Next(-300, 300)),
                11 => new TypeTextAction(Texts[random.Next(Texts.Length)]),
                12 => new PressKeysAction([Keys[random.Next(Keys.Length)]]),
                _ => new WaitAction(TimeSpan.FromSeconds(random.Next(100))),
            });
            LayoutTests.Check(phone.Scene);
        }

        Assert.True(titles.Count > 8, $"Only {titles.Count} pages were seen.");
    }

    [Fact]
    public async Task A_desktop_bears_anything()
    {
        var random = new Random(5);
        await using var desktop = new SimulatedDesktop();
        for (var i = 0; i < 1200; i++)
        {
            if (i % 25 == 0)
                await desktop.CaptureAsync();
            var targets = desktop.Scene.Views.Where(placed => placed.IsVisible && placed.View.IsTouchable).ToList();
            ScreenPoint Point() => new(random.Next(1024), random.Next(640));
            ScreenPoint Target()
            {
                var at = targets[random.Next(targets.Count)].Visible;
                return random.Next(4) > 0 ? new ScreenPoint((int)at.MidX, (int)at.MidY) : Point();
            }

            await desktop.PerformAsync(random.Next(14) switch
            {
                < 4 => new TapAction(Target(), (MouseButton)random.Next(3)),
                < 7 => new DoubleTapAction(Target()),
                < 9 => new DragAction(Target(), Point(), TimeSpan.FromSeconds(0.3)),
                9 => new ScrollAction(Point(), random.Next(-300, 300), random.Next(-300, 300)),
                10 => new TypeTextAction(Texts[random.Next(Texts.Length)]),
                11 => new PressKeysAction([new[] { "enter", "escape", "backspace", "a" }[random.Next(4)]]),
                12 => new PressKeysAction(["ctrl", "a"]),
                _ => new MovePointerAction(Point()),
            });
            Assert.All(
                desktop.Scene.Views.Where(placed => placed.IsVisible),
                placed => Assert.True(desktop.Scene.Bounds.Contains(placed.Visible)));
        }
    }
}
