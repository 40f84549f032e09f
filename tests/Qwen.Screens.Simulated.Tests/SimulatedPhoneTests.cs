using CsCheck;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Screens.Simulated.Kit;
using Qwen.Screens.Simulated.Phone.State;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

using static Qwen.Screens.Simulated.Tasks.Do;

namespace Qwen.Screens.Simulated.Tests;

public class SimulatedPhoneTests
{
    [Theory]
    [InlineData(360, 640, 1, 360, 640)]
    [InlineData(360, 640, 2.625, 945, 1680)]
    [InlineData(240, 400, 0.7, 168, 280)]
    public async Task The_picture_has_the_size_of_the_shot(int width, int height, double density, int pixelsAcross, int pixelsDown)
    {
        await using var phone = new SimulatedPhone(new SimulatedPhoneOptions { Size = new PixelSize(width, height), Density = density });
        var shot = await phone.CaptureAsync();
        var picture = ImageDecoder.Decode(shot.Png);
        Assert.Equal(new PixelSize(pixelsAcross, pixelsDown), shot.Size);
        Assert.Equal((pixelsAcross, pixelsDown, density, 0), (picture.Width, picture.Height, shot.Density, shot.Rotation));
    }

    [Theory]
    [InlineData(100, 640, 1)]
    [InlineData(360, 640, 0.1)]
    [InlineData(360, 640, double.NaN)]
    public void A_size_that_cannot_be_is_refused(int width, int height, double density) =>
        Assert.Throws<QwenException>(
            () => new SimulatedPhone(new SimulatedPhoneOptions { Size = new PixelSize(width, height), Density = density }));

    [Fact]
    public async Task Back_leaves_the_innermost_thing_first()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Tap("Notes"), Tap("Ideas"), Tap("Note"));
        Assert.True(phone.Shows("Backspace"));
        await phone.DoAsync(Back); // the keyboard
        Assert.False(phone.Shows("Backspace"));
        await phone.DoAsync(Tap("Delete"));
        Assert.True(phone.Shows("Delete note?"));
        await phone.DoAsync(Back); // the question
        Assert.False(phone.Shows("Delete note?"));
        Assert.Equal("Note", await phone.GetTitleAsync());
        await phone.DoAsync(Back); // the page
        Assert.Equal("Notes", await phone.GetTitleAsync());
        await phone.DoAsync(Back); // the app
        Assert.Equal("app.launcher", (await phone.CaptureAsync()).Place?.App);
    }

    [Fact]
    public async Task An_app_comes_back_as_it_was_left()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Tap("Settings"), Tap("Display"), Home, Tap("Notes"));
        await phone.PerformAsync(new PressButtonAction(SystemButton.Menu));
        Assert.True(phone.Shows("Recent apps"));
        await phone.DoAsync(Tap("Settings"));
        Assert.Equal("Display", await phone.GetTitleAsync());
    }

    [Fact]
    public void Any_text_is_typed_as_it_is() =>
        Gen.OneOf(Gen.String, Gen.String[Gen.Char['\u0020', '\u2fff'], 0, 40]).Sample(any =>
        {
            // what acts as a key is no text
            var text = string.Concat(any.EnumerateRunes().Where(rune => !Qwen.Screens.Actions.TypedLines.IsKey(rune)));
            using var done = Task.Run(async () =>
            {
                await using var phone = new SimulatedPhone();
                await phone.DoAsync(Open("Notes"), Tap("New note"), Tap("Title"), Type("T"), Tap("Note"), Type(text), Tap("Save"));
                await phone.CaptureAsync();
                Assert.Equal(text, phone.State.Notes[0].Text);
            });
            done.GetAwaiter().GetResult();
        }, iter: 100, threads: 1);

    [Fact]
    public async Task Backspace_takes_whole_characters()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Open("Notes"), Tap("New note"), Tap("Note"), Type("a👩‍🚀é"));
        await phone.PressAsync("backspace");
        await phone.DoAsync(Tap("Backspace"), Tap("Save"));
        Assert.Equal("a", phone.State.Notes[0].Text);
    }

    [Fact]
    public async Task The_keyboard_on_the_screen_types()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Open("Contacts"), Tap(
            "Add contact"), Tap("Name"), Tap("B"), Tap("o"), Tap("Space"), Tap("?123"), Tap("7"), Tap("ABC"), Tap("Enter"));
        Assert.False(phone.Shows("Space"));
        await phone.DoAsync(Tap("Save"));
        Assert.Contains(phone.State.Contacts, contact => contact.Name == "Bo 7");
    }

    [Fact]
    public async Task A_field_that_the_keyboard_would_cover_is_scrolled_into_view()
    {
        await using var phone = new SimulatedPhone();
        phone.State.Settings.Landscape = true;
        phone.Refresh();
        await phone.DoAsync(Open("Contacts"), Tap("Add contact"), Tap("Number"));
        Assert.True(phone.Shows("Number"));
        Assert.True(phone.Shows("Backspace"));
    }

    [Fact]
    public async Task A_page_slides_in_and_comes_to_rest()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Tap("Settings"));
        var moving = await phone.CaptureAsync();
        var still = await phone.CaptureStillAsync(TimeSpan.Zero);
        Assert.False(moving.Png.Span.SequenceEqual(still.Png.Span));
        Assert.True((await phone.CaptureAsync()).Png.Span.SequenceEqual(still.Png.Span));
    }

    [Fact]
    public async Task Turning_changes_the_size_and_keeps_the_page()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Tap("Settings"), Tap("Display"), Tap("Landscape"));
        var shot = await phone.CaptureAsync();
        Assert.Equal((640, 360, 90, "Display"), (shot.Size.Width, shot.Size.Height, shot.Rotation, shot.Place?.Title));
    }

    [Fact]
    public async Task The_page_for_the_pin_gives_a_black_picture()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(
            Open("Shop"), Tap("Headphones"), Tap("Add to cart"), Tap("Cart"), Tap("Checkout"), Tap("Name on card"), Type("A"),
            Tap("Card number"),
            Type("4000000000000002"), Tap("Expiry"), Type("12/30"), Tap("Security code"), Type("123"), Back, Tap("Pay €89.90"));
        var shot = await phone.CaptureStillAsync(TimeSpan.Zero);
        Assert.True(shot.IsProtected);
        Assert.All(ImageDecoder.Decode(shot.Png).Pixels, value => Assert.Equal(0, value));
        Assert.Empty(phone.State.Shop.Orders);
        await phone.DoAsync(Tap("1"), Tap("2"), Tap("3"), Tap("4"), Tap("Confirm"));
        Assert.Single(phone.State.Shop.Orders);
        Assert.False((await phone.CaptureAsync()).IsProtected);
    }

    [Fact]
    public async Task Controls_are_told_with_their_role_and_secrets_are_marked()
    {
        await using var phone = new SimulatedPhone();
        await phone.DoAsync(Open("Shop"), Tap("Green tea"), Tap("Add to cart"), Tap("Cart"), Tap("Checkout"));
        foreach (var (label, role, isSecret) in new[]
        {
            ("Card number", "text field", true),
            ("Expiry", "text field", false),
            ("Pay €6.50", "button", false)
        })
        {
            var placed = phone.Scene.Views.Single(placed => placed.View.Label == label);
            var control = await phone.FindControlAsync(phone.GetCentre(placed));
            Assert.Equal((label, role, isSecret), (control?.Label, control?.Role, control?.IsSecret));
        }
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        await using var phone = new SimulatedPhone();
        Assert.Contains(
            "360×640",
            (await Assert.ThrowsAsync<QwenException>(() => phone.PerformAsync(new TapAction(new ScreenPoint(360, 10))))).Message);
        Assert.Contains(
            "Settings", (await Assert.ThrowsAsync<QwenException>(() => phone.PerformAsync(new OpenAction("Calculator")))).Message);
        Assert.Contains("volume_up", (await Assert.ThrowsAsync<QwenException>(() => phone.PressAsync("f13"))).Message);
        await Assert.ThrowsAsync<QwenException>(() => phone.PerformAsync(new MovePointerAction(new ScreenPoint(1, 1))));
    }

    [Fact]
    public async Task Waiting_moves_the_phones_own_clock()
    {
        await using var phone = new SimulatedPhone();
        var before = await phone.CaptureAsync();
        await phone.DoAsync(Wait(60));
        var after = await phone.CaptureAsync();
        Assert.Equal(TimeSpan.FromMinutes(1), after.Time - before.Time);
        Assert.False(before.Png.Span.SequenceEqual(after.Png.Span));
    }
}
