using System.Diagnostics;
using System.Runtime.Versioning;
using Qwen.Devices.Tests.Results;
using Qwen.Screens;
using Qwen.VisionLanguage;

namespace Qwen.Devices.Tests.Desktop;

/// <summary>The Windows desktop as a screen, with its own editor on it.</summary>
[SupportedOSPlatform("windows")]
internal static class DesktopCheck
{
    private const string Text = "Grüße, 漢字 & \"quotes\" %s";

    /// <summary>Runs the checks.</summary>
    public static void Run(CheckLog log)
    {
        using var editor = Process.Start("notepad.exe");
        try
        {
            var screen = new WindowsScreen();
            log.Run("desktop is captured with the program in front", () => CaptureAsync(screen).Result);
            log.Run("text of any script is typed into an editor", () => TypeAsync(screen, editor).Result);
            log.Run("chords and drags are taken", () => PressAsync(screen, editor).Result);
            log.Run("points outside the desktop are refused", () => RefuseAsync(screen).Result);
        }
        finally
        {
            editor.Kill();
        }
    }

    private static async Task<string> CaptureAsync(WindowsScreen screen)
    {
        for (var tries = 0; tries < 60; tries++)
        {
            var shot = await screen.CaptureStillAsync().ConfigureAwait(false);
            if (shot.Place?.App == "notepad")
                return $"{shot.Size}, {shot.Png.Length} bytes, '{shot.Place.Title}' of {shot.Place.App}";
            await Task.Delay(500).ConfigureAwait(false);
        }

        throw new CheckFailedException("the editor never came to the front");
    }

    private static async Task<string> TypeAsync(WindowsScreen screen, Process editor)
    {
        await screen.PerformAsync(new TypeTextAction(Text + "\nsecond line")).ConfigureAwait(false);
        return await UntilAsync(editor, Text + "\r\nsecond line").ConfigureAwait(false);
    }

    private static async Task<string> PressAsync(WindowsScreen screen, Process editor)
    {
        await screen.PerformAsync(new PressKeysAction(["ctrl", "a"])).ConfigureAwait(false);
        await screen.PerformAsync(new PressKeysAction(["delete"])).ConfigureAwait(false);
        await screen.PerformAsync(new DragAction(new(5, 5), new(25, 25), TimeSpan.FromMilliseconds(100))).ConfigureAwait(false);
        await UntilAsync(editor, "").ConfigureAwait(false);
        return EditorText.IsLeftButtonDown() ? throw new CheckFailedException("the button stayed down") : "emptied, no button down";
    }

    private static async Task<string> RefuseAsync(WindowsScreen screen)
    {
        var size = (await screen.CaptureAsync().ConfigureAwait(false)).Size;
        try
        {
            await screen.PerformAsync(new TapAction(new(size.Width, 0))).ConfigureAwait(false);
        }
        catch (QwenException error)
        {
            return error.Message;
        }

        throw new CheckFailedException("a tap outside was taken");
    }

    private static async Task<string> UntilAsync(Process editor, string expected)
    {
        var text = "";
        for (var tries = 0; tries < 60; tries++)
        {
            text = EditorText.Read(editor);
            if (text == expected)
                return $"\"{text.ReplaceLineEndings(" / ")}\"";
            await Task.Delay(250).ConfigureAwait(false);
        }

        throw new CheckFailedException($"the editor holds \"{text}\" instead of \"{expected}\"");
    }
}
