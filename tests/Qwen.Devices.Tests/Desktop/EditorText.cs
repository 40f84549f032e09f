using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Qwen.Devices.Tests.Desktop;

/// <summary>Asks Windows itself what stands in an editor's text field.</summary>
[SupportedOSPlatform("windows")]
internal static partial class EditorText
{
    private const uint GetText = 0x000D;
    private const int LeftButton = 0x01;

    /// <summary>The text of the first field of the program's window; empty where there is none yet.</summary>
    public static string Read(Process program)
    {
        program.Refresh();
        var field = FindWindowEx(program.MainWindowHandle, 0, "Edit", null);
        Span<char> text = new char[4096];
        var length = (int)SendMessage(field, GetText, text.Length, text);
        return new string(text[..length]);
    }

    /// <summary>Whether the session takes the left button for pressed.</summary>
    public static bool IsLeftButtonDown() => GetAsyncKeyState(LeftButton) < 0;

    [LibraryImport("user32", EntryPoint = "FindWindowExW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint FindWindowEx(nint parent, nint after, string kind, string? title);

    [LibraryImport("user32", EntryPoint = "SendMessageW", StringMarshalling = StringMarshalling.Utf16)]
    private static partial nint SendMessage(nint window, uint message, nint length, Span<char> text);

    [LibraryImport("user32")]
    private static partial short GetAsyncKeyState(int key);
}
