using System.Text;
using Qwen.Screens;
using Qwen.Screens.Android;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Tests.Android;

/// <summary>What devices write round the picture of their screen, and do to it.</summary>
public sealed class ScreencapOutputTests : IAsyncDisposable
{
    // in the words of devices with more than one display
    private const string Displays = "[Warning] Multiple displays were found, but no display id was specified!\nDefaulting to the first.\n"
        + "A display ID can be specified with the [-d display-id] option.\nSee \"dumpsys SurfaceFlinger --display-id\" for valid IDs.\n";

    private readonly ScriptedAdbServer server = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string, string> Surroundings => new()
    {
        { "", "" },
        { Displays, "" },
        { Displays.Replace("\n", "\r\n", StringComparison.Ordinal), "" },
        { "WARNING: linker: unused DT entry\n", "\n" },
        { "a text that says \u0089PNG before the picture\n", "\r\n" },
        { "", "\nwarning: it is over\n" },
    };

    [Theory]
    [MemberData(nameof(Surroundings))]
    public async Task The_picture_is_found_among_what_is_said_round_it(string before, string after)
    {
        var picture = Draw();
        server.Device.Write("screen.png", [.. Encoding.Latin1.GetBytes(before), .. picture, .. Encoding.Latin1.GetBytes(after)]);
        await using var screen = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        var shot = await screen.CaptureAsync(Cancellation);
        Assert.Equal(new PixelSize(40, 64), shot.Size);
        Assert.Equal(picture, shot.Png.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Line_ends_that_a_terminal_wrote_anew_are_taken_back(int times)
    {
        var picture = Draw();
        byte[] ends = [.. Enumerable.Repeat((byte)'\r', times), (byte)'\n'];
        byte[] written = [.. picture.SelectMany(value => value == '\n' ? ends : [value])];
        Assert.Equal(picture, PngInOutput.Find([.. "Warning\r\n"u8, .. written]));
    }

    [Theory]
    [InlineData("screencap: not found", "that begin 'screencap: not found'")]
    [InlineData(Displays, "AndroidScreenOptions.CaptureDisplay")]
    [InlineData("\u0089PNG", "no picture")]
    public async Task Where_there_is_no_picture_it_is_said_what_there_is(string output, string said)
    {
        server.Device.Write("screen.png", Encoding.Latin1.GetBytes(output));
        await using var screen = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.CaptureAsync(Cancellation));
        Assert.Contains(said, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_breaks_off_is_told()
    {
        server.Device.Write("screen.png", Draw()[..20]);
        await using var screen = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        await Assert.ThrowsAsync<QwenException>(() => screen.CaptureAsync(Cancellation));
    }

    [Fact]
    public async Task A_foldable_that_shows_its_closed_display_says_to_name_another()
    {
        using var bitmap = new SKBitmap(40, 64);
        bitmap.Erase(SKColors.Black);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        server.Device.Write("screen.png", [.. Encoding.ASCII.GetBytes(Displays), .. data.ToArray()]);
        await using var screen = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        var error = await Assert.ThrowsAsync<QwenException>(() => screen.CaptureAsync(Cancellation));
        Assert.Contains("AndroidScreenOptions.CaptureDisplay", error.Message, StringComparison.Ordinal);

        // without the warning there is one display, and what is black is protected
        server.Device.Write("screen.png", data.ToArray());
        Assert.True((await screen.CaptureAsync(Cancellation)).IsProtected);
    }

    [Fact]
    public async Task The_controls_of_an_app_that_never_rests_are_found()
    {
        server.Device.Write("screen.png", Draw());
        server.Device.Write("moving", "");
        server.Device.Write("wm-size", "Physical size: 40x64\n");
        const string button = "<node text='Play' class='android.widget.Button' clickable='true' bounds='[0,0][40,64]'/>";
        server.Device.Write("tree.xml", $"<hierarchy>{button}</hierarchy>");
        await using var screen = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        Assert.Equal("Play", (await screen.FindControlAsync(new ScreenPoint(20, 30), Cancellation))?.Label);
    }

    [Fact]
    public async Task Displays_are_named_to_the_programs_that_look_and_touch()
    {
        server.Device.Write("screen.png", Draw());
        var options = server.Options with { CaptureDisplay = "4619827259835644672", InputDisplay = 2 };
        await using var screen = await AndroidScreen.OpenAsync(options, Cancellation);
        await screen.CaptureAsync(Cancellation);
        await screen.PerformAsync(new TapAction(new ScreenPoint(1, 2)), Cancellation);
        Assert.Equal(["input", "-d", "2", "tap"], server.Device.Commands[^1].Take(4));
    }

    [Fact]
    public async Task Pictures_of_the_field_are_found()
    {
        foreach (var file in FieldInputs.OfKind("adb-").Select(folder => Path.Combine(folder, "phone.png")).Where(File.Exists))
        {
            var picture = await File.ReadAllBytesAsync(file, Cancellation);
            Assert.Equal(picture, PngInOutput.Find([.. Encoding.ASCII.GetBytes(Displays), .. picture, (byte)'\n']));
        }
    }

    [Theory]
    [InlineData("null", "'ime' 'set'", false)]
    [InlineData("com.example.keyboard/.Latin", "'ime' 'set' 'com.example.keyboard/.Latin'", true)]
    public void A_device_without_a_keyboard_in_use_gets_none_set_that_is_called_null(string previous, string line, bool sets) =>
        Assert.Equal(sets, AndroidTyping.Restore(previous).StartsWith(line, StringComparison.Ordinal));

    private static byte[] Draw()
    {
        using var bitmap = new SKBitmap(40, 64);
        for (var i = 0; i < 40 * 64; i++)
            bitmap.SetPixel(i % 40, i / 40, new SKColor((byte)(i * 7), (byte)(i * i), (byte)(255 - i)));
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
