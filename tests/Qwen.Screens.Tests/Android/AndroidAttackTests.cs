using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.Screens;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Screens.Tests.Android;

/// <summary>
/// Attacks on a phone behind adb, through the whole way of an action: what the device shows and says changes between looking and acting, or
/// an app writes into what the device tells. What was done stands in the device's own record.
/// </summary>
public sealed class AndroidAttackTests : IAsyncDisposable
{
    private const string Own = "    topResumedActivity=ActivityRecord{cdd3f4c u0 com.android.settings/.Settings t12}\n";
    private const string Evil = "    topResumedActivity=ActivityRecord{1a2b3c u0 com.evil.app/.Main t13}\n";

    private readonly ScriptedAdbServer server = new();
    private int asked;

    public AndroidAttackTests()
    {
        Draw(SKColors.White);
        Show("Pay");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Done => string.Join('\n', server.Device.Commands.Skip(1).Select(words => string.Join(' ', words)));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    public static TheoryData<string, Action<AndroidAttackTests>> Changes => new()
    {
        { "nothing", _ => { } },
        { "another app comes to the front", test => test.server.Device.Write("dumpsys-activity", Evil) },
        { "no app is in front", test => test.server.Device.Write("dumpsys-activity", "") },
        { "the button turns into another", test => test.Show("Delete") },
        { "the button moves", test => test.Show("Pay", top: 50) },
        { "the picture turns red", test => test.Draw(SKColors.Red) },
        { "the tree of controls breaks", test => test.server.Device.Write("tree.xml", "<hierarchy><node text=\"a & b\"") },
        { "the screen turns", test => test.server.Device.Write("dumpsys-input", "SurfaceOrientation: 1\n") },
        { "the picture turns black, as what is protected does", test => test.server.Device.Write("screen.png", "") },
        { "another app comes to the front while the tree is read", test => test.AfterDump("dumpsys-activity", Evil) },
        { "the picture turns red while the tree is read", test => test.AfterDump("screen.png", null) },
    };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task A_tap_that_was_approved_goes_only_to_what_was_approved(string name, Action<AndroidAttackTests> change)
    {
        await using var screen = await OpenAsync(() => change(this));
        var attempt = await screen.AttemptAsync(new TapAction(new(100, 100)), Cancellation);
        Assert.Equal(name == "nothing" ? AttemptOutcome.Performed : attempt.Outcome, attempt.Outcome);
        Assert.Equal(name == "nothing" ? "input tap 100 100" : "", Done);
    }

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public async Task A_secret_is_typed_only_where_it_was_asked_for(string name, Action<AndroidAttackTests> change)
    {
        Show("Password", "EditText");
        await using var screen = await OpenAsync(() => change(this));
        var attempt = await screen.AttemptAsync(new TypeTextAction("{{secret:bank}}"), Cancellation);
        Assert.Equal(name == "nothing" ? AttemptOutcome.Performed : attempt.Outcome, attempt.Outcome);
        Assert.Equal(name == "nothing" ? "horse" : "", server.Device.Text);
        Assert.DoesNotContain("horse", attempt.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("typed before the line end\nand behind", "typed before the line end")]
    [InlineData("{100}and behind", "{100}")]
    [InlineData("Ä{99}and behind", "Ä{99}")]
    [InlineData("Ä\u200d{98}\ud83d\ude00 and behind", "Ä\u200d{98}")]
    public async Task A_text_stops_where_another_app_comes_to_the_front(string text, string typed)
    {
        (text, typed) = (Spell(text), Spell(typed));
        Show("Field", "EditText");
        server.Device.Write("after-typing", $"printf '{Evil.TrimEnd()}\\n' >\"$DEVICE/dumpsys-activity\"");
        await using var screen = await OpenAsync(() => { });
        var attempt = await screen.AttemptAsync(new TypeTextAction(text), Cancellation);
        Assert.Equal((AttemptOutcome.Failed, typed), (attempt.Outcome, server.Device.Text));
        Assert.Contains("came to the front", attempt.Reason, StringComparison.Ordinal);
        Assert.Equal("com.example.keyboard/.Latin", server.Device.Read("ime"));

        static string Spell(string text) =>
            Regex.Replace(text, "{([0-9]+)}", match => new string('x', int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("      intent={act=topResumedActivity=ActivityRecord{1 u0 com.android.settings/.S t1} cmp=com.evil.app/.Main}\n" + Evil)]
    [InlineData("      act=mResumedActivity: ActivityRecord{1 u0 com.android.settings/.S t1}\n" + Evil)]
    [InlineData(Own + Evil)]
    [InlineData(Evil + Own)]
    [InlineData("    topResumedActivity=ActivityRecord{1a2b3c u0 com.evil.app/u0 com.android.settings/.Main t13}\n")]
    [InlineData("    topResumedActivity=null u0 com.android.settings/.Main\n")]
    [InlineData("    topResumedActivity=ActivityRecord{1 u0 com.android.settings.evil/.Main t13}\n")]
    public async Task An_app_that_writes_another_name_into_what_the_device_tells_is_not_believed(string told)
    {
        server.Device.Write("dumpsys-activity", told);
        Show("Notes");
        await using var screen = await OpenAsync(() => { });
        var attempt = await screen.AttemptAsync(new TapAction(new(100, 100)), Cancellation);
        Assert.Equal(AttemptOutcome.Denied, attempt.Outcome);
        Assert.Equal("", Done);
    }

    private async Task<GuardedScreen> OpenAsync(Action change)
    {
        var device = await AndroidScreen.OpenAsync(server.Options, Cancellation);
        return new GuardedScreen(device, new ScreenGuardOptions
        {
            Policy = new ScreenPolicy { Apps = [new AllowedApp("com.android.settings")] },
            Approve = (_, _) => ValueTask.FromResult(ChangeOnce(change)),
            Secrets = new ChangingSource(() => ChangeOnce(change)),
        });
    }

    // who is asked a second time says no
    private bool ChangeOnce(Action change)
    {
        if (asked++ > 0)
            return false;
        change();
        return true;
    }

    private void Show(string label, string role = "Button", int top = 0) =>
        server.Device.Write(
            "tree.xml",
            $"<hierarchy><node text=\"{label}\" class=\"a.{role}\" focused=\"true\" bounds=\"[0,{top}][500,500]\" /></hierarchy>");

    // what the device tells changes when it has told its tree: a file of it becomes another, or is gone
    private void AfterDump(string name, string? content)
    {
        server.Device.Write("later", content ?? "");
        if (content is null)
            server.Device.Write("later", Encode(SKColors.Red));
        server.Device.Write("after-dump", $"cp \"$DEVICE/later\" \"$DEVICE/{name}\"");
    }

    private void Draw(SKColor colour) => server.Device.Write("screen.png", Encode(colour));

    private static byte[] Encode(SKColor colour)
    {
        var size = new PixelSize(1080, 2400);
        using var bitmap = new SKBitmap(size.Width, size.Height);
        bitmap.Erase(colour);
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private sealed class ChangingSource(Func<bool> change) : ISecretSource
    {
        public ValueTask<SecretText?> FindAsync(string name, ScreenPlace? place, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(change() ? new SecretText("horse") : null);
    }
}
