using System.Text;
using Qwen.Screens;
using Qwen.Screens.Android;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Tests.Android;

public sealed class AndroidScreenTests : IAsyncDisposable
{
    private const string Special = "'\"`$\\;|&<>(){}[]*?!#~%s\n -=^_";
    private const string Latin = "com.example.keyboard/.Latin";

    private readonly ScriptedAdbServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task A_shot_carries_size_density_rotation_and_the_app()
    {
        await using var screen = await OpenAsync();
        var shot = await screen.CaptureAsync(Cancellation);
        Assert.Equal(
            (new PixelSize(1080, 2400), 2.625, 0, false, "com.android.settings"),
            (shot.Size, shot.Density, shot.Rotation, shot.IsProtected, shot.Place?.App));
        Assert.Equal("Pixel 8 (emulator-5554)", screen.Capabilities.Name);
    }

    [Fact]
    public async Task A_device_on_its_side_is_seen_and_touched_upright()
    {
        Draw(2400, 1080, SKColors.White);
        server.Device.Write("dumpsys-input", "SurfaceOrientation: 1\n");
        await using var screen = await OpenAsync();
        Assert.Equal(90, (await screen.CaptureAsync(Cancellation)).Rotation);
        await screen.PerformAsync(new TapAction(new ScreenPoint(2399, 1079)), Cancellation);
        Assert.Equal(["input", "tap", "2399", "1079"], server.Device.Commands[^1]);
    }

    [Fact]
    public async Task Touches_are_in_the_space_of_an_overridden_resolution()
    {
        server.Device.Write("wm-size", "Physical size: 1080x2400\nOverride size: 540x1200\n");
        await using var screen = await OpenAsync();
        await screen.CaptureAsync(Cancellation);
        await screen.PerformAsync(new TapAction(new ScreenPoint(1000, 2000)), Cancellation);
        Assert.Equal(["input", "tap", "500", "1000"], server.Device.Commands[^1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_protected_screen_is_known_by_its_blackness(bool isRefused)
    {
        if (isRefused)
            server.Device.Write("screen.png", "");
        else
            Draw(1080, 2400, SKColors.Black, bars: true);
        await using var screen = await OpenAsync(draw: false);
        var shot = await screen.CaptureAsync(Cancellation);
        Assert.True(shot.IsProtected);
        Assert.Equal(new PixelSize(1080, 2400), shot.Size);
    }

    public static TheoryData<ScreenAction, string> Gestures => new()
    {
        { new TapAction(new(3, 4)), "input tap 3 4" },
        { new LongPressAction(new(3, 4), TimeSpan.FromSeconds(2)), "input swipe 3 4 3 4 2000" },
        { new DragAction(new(10, 20), new(30, 40), TimeSpan.FromMilliseconds(300)), "input swipe 10 20 30 40 300" },
        { new ScrollAction(new(500, 1000), 0, 600), "input swipe 500 1000 500 400 400" },
        { new ScrollAction(new(500, 1000), 0, -9000), "input swipe 500 1000 500 2399 400" },
        { new PressKeysAction(["volume_up"]), "input keyevent KEYCODE_VOLUME_UP" },
        { new PressKeysAction(["ctrl", "a"]), "input keycombination KEYCODE_CTRL_LEFT KEYCODE_A" },
        { new PressButtonAction(SystemButton.Back), "input keyevent KEYCODE_BACK" },
        { new PressButtonAction(SystemButton.Menu), "input keyevent KEYCODE_APP_SWITCH" },
        { new OpenAction("Settings"), "monkey -p com.android.settings -c android.intent.category.LAUNCHER 1" },
        { new OpenAction("File Manager"), "monkey -p org.example.filemanager -c android.intent.category.LAUNCHER 1" },
        { new OpenAction("https://example.com/?a=1&b='2'"), "am start -a android.intent.action.VIEW -d https://example.com/?a=1&b='2'" },
    };

    [Theory]
    [MemberData(nameof(Gestures))]
    public async Task Each_action_is_one_command_of_the_device(ScreenAction action, string command)
    {
        await using var screen = await OpenAsync();
        await screen.CaptureAsync(Cancellation);
        await screen.PerformAsync(action, Cancellation);
        Assert.Equal(command, string.Join(' ', server.Device.Commands[^1]));
        Assert.True(screen.Capabilities.Supports(action));
    }

    [Fact]
    public async Task A_double_tap_is_two_touches()
    {
        await using var screen = await OpenAsync();
        await screen.PerformAsync(new DoubleTapAction(new(3, 4)), Cancellation);
        Assert.Equal(["input tap 3 4", "input tap 3 4"], server.Device.Commands.Select(words => string.Join(' ', words)).TakeLast(2));
    }

    public static TheoryData<ScreenAction, string> Mistakes => new()
    {
        { new TapAction(new(1080, 5)), "outside" },
        { new TapAction(new(5, 5), MouseButton.Right), "cannot carry out" },
        { new PressKeysAction(["a; reboot"]), "no key" },
        { new OpenAction("intent:#Intent;end"), "only http and https" },
        { new OpenAction("javascript:alert(1)"), "only http and https" },
        { new OpenAction("Nothing Like It"), "No app" },
        { new OpenAction("example"), "Name the package" },
        { new TypeTextAction("a\0b"), "NUL" },
        { new TypeTextAction("a\u2028b"), "U+2028" },
        { new TypeTextAction("a\tb"), "U+0009" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_told_and_nothing_is_done(ScreenAction action, string reason)
    {
        await using var screen = await OpenAsync();
        await screen.CaptureAsync(Cancellation);
        var before = server.Device.Commands.Count;
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(action, Cancellation));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Equal(before, server.Device.Commands.Count);
    }

    [Fact]
    public async Task Two_thousand_random_texts_arrive_byte_for_byte()
    {
        await using var screen = await OpenAsync();
        var typed = new StringBuilder();
        var random = new Random(20_261_123);
        foreach (var text in Enumerable.Range(0, 2_000).Select(_ => CreateText(random)))
        {
            await screen.PerformAsync(new TypeTextAction(text), Cancellation);
            typed.Append(text);
        }

        Assert.Equal(typed.ToString(), server.Device.Text);
        Assert.Equal(Latin, server.Device.Read("ime"));
    }

    [Fact]
    public async Task Text_beyond_ASCII_without_its_keyboard_is_refused()
    {
        server.Device.Write("keyboards", Latin + "\n");
        await using var screen = await OpenAsync();
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.PerformAsync(new TypeTextAction("Grüße"), Cancellation));
        Assert.Contains("ADBKeyboard", error.Message, StringComparison.Ordinal);
        await screen.PerformAsync(new TypeTextAction("100% sure, it's _fine_\n"), Cancellation);
        Assert.Equal("100% sure, it's _fine_\n", server.Device.Text);
    }

    [Fact]
    public async Task The_keyboard_is_put_back_when_typing_is_cancelled()
    {
        await using var screen = await OpenAsync();
        server.HangsUp = true;
        server.Device.Write("slow", "");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var typing = screen.PerformAsync(new TypeTextAction("Grüße"), cancel.Token);
        await WaitAsync(() => File.Exists(Path.Combine(server.Device.Folder, "sleeping")));
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => typing);
        Assert.Equal(Latin, server.Device.Read("ime"));
    }

    [Fact]
    public async Task The_device_puts_the_keyboard_back_when_the_program_dies()
    {
        server.HangsUp = true;
        server.Device.Write("slow", "");
        var client = server.CreateClient();
        using var dying = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        // the line alone, without the client that would look after it
        server.Device.Write("dumpsys-activity", "");
        var running = client.RunAsync(
            ScriptedAdbServer.Serial, AndroidTyping.WithKeyboard("Grüße", "com.android.adbkeyboard/.AdbIME", Latin, front: ""),
            dying.Token);
        await WaitAsync(() => File.Exists(Path.Combine(server.Device.Folder, "sleeping")));
        Assert.Equal("com.android.adbkeyboard/.AdbIME", server.Device.Read("ime"));
        await dying.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await WaitAsync(() => server.Device.Read("ime") == Latin);
    }

    [Fact]
    public async Task A_control_is_the_smallest_that_is_named()
    {
        server.Device.Write("tree.xml", """
            <?xml version='1.0' encoding='UTF-8' standalone='yes' ?><hierarchy rotation="0"><node text="" class="android.widget.FrameLayout" bounds="[0,0][1080,2400]">
            <node text="Pay now" class="android.widget.Button" bounds="[100,2000][980,2200]"><node text="" class="android.view.View" bounds="[100,2000][300,2200]" /></node>
            <node text="" content-desc="PIN" password="true" class="android.widget.EditText" bounds="[100,100][980,300]" /></node></hierarchy>
            """);
        await using var screen = await OpenAsync();
        Assert.Equal("Pay now", (await screen.FindControlAsync(new(150, 2100), Cancellation))?.Label);
        Assert.Equal(
            ("PIN", true), await screen.FindControlAsync(new(150, 200), Cancellation) is { } pin ? (pin.Label, pin.IsSecret) : default);
        server.Device.Write("tree.xml", "<hierarchy><node text=\"a & b\"");
        Assert.Equal(new ScreenControl("", "unknown"), await screen.FindControlAsync(new(150, 200), Cancellation));
        Assert.Equal(new ScreenControl("", "unknown"), await screen.FindFocusAsync(Cancellation));
    }

    [Theory]
    [InlineData(
        """<node content-desc="Notes" class="a.FrameLayout" bounds="[0,0][1080,2400]"><node clickable="true" class="a.ImageView" bounds="[0,0][200,200]" /></node>""",
        "")]
    [InlineData(
        """<node content-desc="Notes" class="a.View" clickable="true" bounds="[0,0][200,200]"><node text="Pay" class="a.TextView" bounds="[0,0][200,200]" /></node>""",
        "Notes | Pay")]
    [InlineData(
        """<node text="Notes" class="a.TextView" bounds="[50,50][150,150]" /><node text="Pay" clickable="true" class="a.View" bounds="[0,0][500,500]" />""",
        "Pay | Notes")]
    [InlineData(
        """<node text="Notes" class="a.Button" bounds="[0,0][500,500]" /><node text="Pay" class="a.TextView" bounds="[50,50][150,150]" />""",
        "Notes | Pay")]
    [InlineData(
        """<node class="a.Button" bounds="[0,0][500,500]" /><node text="Notes" class="a.TextView" bounds="[50,50][150,150]" />""",
        "")]
    [InlineData(
        """<node class="a.View" clickable="true" bounds="[0,0][500,500]"><node class="a.View" bounds="[0,0][500,500]"><node text="Pa" class="a.TextView" bounds="[0,0][99,500]" /><node text="y" class="a.TextView" bounds="[99,0][500,500]" /></node></node>""",
        "Pa | y")]
    [InlineData(
        """<node text="Bill" class="a.TextView" bounds="[0,0][1080,90]" /><node text="Notes" class="a.Button" bounds="[0,90][500,500]" />""",
        "Notes")]
    [InlineData(
        """<node text="Notes" class="a.Button" bounds="[50,50][150,150]" /><node text="Pay" class="a.Button" bounds="[0,0][500,500]" />""",
        "Notes | Pay")]
    [InlineData(
        """<node text="Pay" class="a.Button" bounds="[0,0][500,500]" /><node class="a.ImageButton" bounds="[50,50][150,150]" />""", "")]
    [InlineData("""<node text="Pay" content-desc="Notes" class="a.Button" bounds="[0,0][500,500]" />""", "Pay | Notes")]
    [InlineData("""<node class="a.SurfaceView" bounds="[0,0][500,500]" />""", "")]
    [InlineData("""<node class="a.FrameLayout" bounds="[0,0][500,500]" />""", null)]
    [InlineData("", null)]
    public async Task What_a_touch_reaches_is_named_by_all_that_stands_on_it(string nodes, string? label)
    {
        server.Device.Write("tree.xml", $"<hierarchy rotation=\"0\">{nodes}</hierarchy>");
        await using var screen = await OpenAsync();
        Assert.Equal(label, (await screen.FindControlAsync(new(100, 100), Cancellation))?.Label);
    }

    [Fact]
    public async Task What_has_the_focus_gets_the_text()
    {
        server.Device.Write("tree.xml", """
            <hierarchy><node class="a.FrameLayout" focused="true" bounds="[0,0][1080,2400]"><node text="Pay" class="a.Button" focused="true" bounds="[0,0][500,500]" /></node></hierarchy>
            """);
        await using var device = await OpenAsync();
        await using var screen = new GuardedScreen(
            device, new ScreenGuardOptions { Policy = new ScreenPolicy { Apps = [new AllowedApp("com.android.settings")] } });
        Assert.Equal(
            (AttemptOutcome.Declined, ScreenRisk.Pay),
            await screen.AttemptAsync(new TypeTextAction("a b"), Cancellation) is var attempt ? (attempt.Outcome, attempt.Risk) : default);
    }

    public static TheoryData<string> Hostile =>
    [
        .. new[]
        {
            "'; touch $DEVICE/hit; '", "$(touch $DEVICE/hit)", "`touch $DEVICE/hit`", "\"; touch $DEVICE/hit; \"", "&& touch $DEVICE/hit",
            "| touch $DEVICE/hit",
            "\\'; touch $DEVICE/hit #", "${IFS}touch$IFS$DEVICE/hit", "%s%s'%s;touch%s$DEVICE/hit", "a\ntouch $DEVICE/hit\n",
            "a'\ntouch $DEVICE/hit\n'", "-d 0 keyevent 26",
            "--help", "> $DEVICE/hit", "<( touch $DEVICE/hit )", "{touch,$DEVICE/hit}", "~/*", "!!", "$'\\x27; touch $DEVICE/hit'",
            "); touch $DEVICE/hit; (",
        }.SelectMany(text => new[] { text, text + " ü", text + " \u6f22" }),
    ];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task No_text_becomes_a_command(string text)
    {
        await using var screen = await OpenAsync();
        await screen.PerformAsync(new TypeTextAction(text), Cancellation);
        Assert.Equal(text, server.Device.Text);
        foreach (var action in new ScreenAction[]
        {
            new OpenAction(text),
            new PressKeysAction([text]),
            new PressKeysAction(["ctrl", text]),
            new OpenAction("https://example.com/" + text)
        })
        {
            try
            {
                await screen.PerformAsync(action, Cancellation);
            }
            catch (QwenException)
            {
                // refused is as good as handed on as it is
            }
        }

        Assert.False(File.Exists(Path.Combine(server.Device.Folder, "hit")), "a text ran as a command");
        Assert.All(server.Device.Commands, words => Assert.Contains(words[0], new[] { "input", "am", "monkey" }));
        Assert.Equal(Latin, server.Device.Read("ime"));
    }

    [Theory]
    [InlineData("", "no device")]
    [InlineData("a device\nb device\n", "Several devices")]
    [InlineData("a unauthorized usb:1\n", "unauthorized")]
    public async Task Which_device_is_meant_must_be_clear(string devices, string reason)
    {
        server.Devices = devices;
        var error = await Assert.ThrowsAsync<QwenException>(() => AndroidScreen.OpenAsync(server.Options, Cancellation));
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    private async Task<AndroidScreen> OpenAsync(bool draw = true)
    {
        if (draw && !File.Exists(Path.Combine(server.Device.Folder, "screen.png")))
            Draw(1080, 2400, SKColors.White);
        return await AndroidScreen.OpenAsync(server.Options, Cancellation);
    }

    private void Draw(int width, int height, SKColor colour, bool bars = false)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(colour);
        if (bars)
            bitmap.SetPixel(20, 20, SKColors.White);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        File.WriteAllBytes(Path.Combine(server.Device.Folder, "screen.png"), data.ToArray());
    }

    // what shells, the device's tools and their escapes give a meaning to, among letters of all planes
    private static string CreateText(Random random)
    {
        var text = new StringBuilder();
        for (var length = random.Next(1, 25); length > 0; length--)
        {
            text.Append(random.Next(4) switch
            {
                0 => new Rune(random.Next(' ', '~' + 1)),
                1 => new Rune(Special[random.Next(Special.Length)]),
                2 when random.Next(3) == 0 => new Rune(random.Next(0xE000, 0x110000)),
                _ => CreateCharacter(random),
            });
        }

        // a third can be spelt by key events
        return random.Next(3) > 0
            ? text.ToString()
            : string.Concat(text.ToString().Where(character => character is '\n' or (>= ' ' and <= '~')).Prepend('%'));
    }

    // what acts as a key is refused, and tried elsewhere
    private static Rune CreateCharacter(Random random)
    {
        Rune character;
        do
        {
            character = new Rune(random.Next(1, 0xD800));
        }
        while (Qwen.Screens.Actions.TypedLines.IsKey(character));
        return character;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(20, Cancellation);
    }
}
