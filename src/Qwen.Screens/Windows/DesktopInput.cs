using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Qwen.VisionLanguage;
using static Qwen.Screens.Windows.NativeMethods;

namespace Qwen.Screens.Windows;

/// <summary>Sends events of mouse and keyboard to whatever has the focus.</summary>
[SupportedOSPlatform("windows")]
internal static class DesktopInput
{
    /// <summary>Sends events in one go, so that nothing comes between them.</summary>
    /// <exception cref="QwenException">Windows takes them not, or not all.</exception>
    public static void Send(params ReadOnlySpan<Input> events)
    {
        var sent = NativeMethods.SendInput((uint)events.Length, events, Marshal.SizeOf<Input>());
        if (sent != events.Length)
        {
            throw new QwenException(
                $"Windows took {sent} of {events.Length} events (error {Marshal.GetLastPInvokeError()}): the desktop is locked, "
                + "or the window in front "
                    + "belongs to a program with more rights than this one.");
        }
    }

    /// <summary>A button that goes down or up.</summary>
    public static Input Button(MouseButton button, bool isDown) => Mouse(button switch
    {
        MouseButton.Right => isDown ? RightDown : RightUp,
        MouseButton.Middle => isDown ? MiddleDown : MiddleUp,
        _ => isDown ? LeftDown : LeftUp,
    });

    /// <summary>A turn of a wheel, in 120ths of a notch.</summary>
    public static Input Turn(int amount, bool isHorizontal) => Mouse(isHorizontal ? HorizontalWheel : Wheel, amount);

    /// <summary>A key that goes down or up.</summary>
    public static Input Key(ushort key, bool isDown) => new()
    {
        Kind = KeyboardInput,
        Event = { Key = new KeyEvent { VirtualKey = key, Flags = (isDown ? 0 : KeyUp) | (WindowsKeys.IsExtended(key) ? KeyExtended : 0) } },
    };

    /// <summary>A UTF-16 unit that comes from no key.</summary>
    public static Input Unit(char unit, bool isDown) => new()
    {
        Kind = KeyboardInput,
        Event = { Key = new KeyEvent { Scan = unit, Flags = KeyUnicode | (isDown ? 0 : KeyUp) } },
    };

    private static Input Mouse(uint flags, int data = 0) =>
        new() { Kind = MouseInput, Event = { Mouse = new MouseEvent { Flags = flags, Data = data } } };
}
