using Qwen.Screens.Android.Adb;

namespace Qwen.Screens;

/// <summary>Which device, and how it is driven.</summary>
public sealed record AndroidScreenOptions
{
    /// <summary>
    /// Where the adb server listens. It has no password: anything but this machine should be reached through a tunnel.
    /// </summary>
    public string ServerHost { get; init; } = "127.0.0.1";

    /// <summary>The server's port.</summary>
    public int ServerPort { get; init; } = AdbClient.DefaultPort;

    /// <summary>Serial of the device; null for the only one that is ready.</summary>
    public string? Serial { get; init; }

    /// <summary>Number of the display that touches go to (<c>input -d</c>); null for the main one.</summary>
    public int? InputDisplay { get; init; }

    /// <summary>
    /// Identifier of the display that is captured (<c>screencap -d</c>), another numbering than that of touches; null for the main one.
    /// </summary>
    public string? CaptureDisplay { get; init; }

    /// <summary>Component of the keyboard that takes Unicode text as a broadcast (the ADBKeyboard app).</summary>
    public string Keyboard { get; init; } = "com.android.adbkeyboard/.AdbIME";

    /// <summary>What one command on the device may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(20);
}
