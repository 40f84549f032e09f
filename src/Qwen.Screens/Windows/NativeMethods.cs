using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Qwen.Screens.Windows;

/// <summary>The functions of user32 and gdi32 that see and drive a desktop. Names are those of the Windows headers.</summary>
[SupportedOSPlatform("windows")]
internal static partial class NativeMethods
{
    public const int VirtualScreenLeft = 76, VirtualScreenTop = 77, VirtualScreenWidth = 78, VirtualScreenHeight = 79;
    public const uint MouseInput = 0, KeyboardInput = 1;
    public const uint KeyUp = 0x0002, KeyUnicode = 0x0004, KeyExtended = 0x0001;
    public const uint LeftDown = 0x0002, LeftUp = 0x0004, RightDown = 0x0008, RightUp = 0x0010, MiddleDown = 0x0020, MiddleUp = 0x0040;
    public const uint Wheel = 0x0800, HorizontalWheel = 0x1000;
    public const uint SourceCopy = 0x00CC0020, CaptureLayered = 0x40000000;

    /// <summary>Coordinates of this thread are pixels of each monitor, not scaled ones.</summary>
    public static readonly nint PerMonitorAware = -4;

    [LibraryImport("user32")]
    public static partial int GetSystemMetrics(int index);

    [LibraryImport("user32")]
    public static partial nint SetThreadDpiAwarenessContext(nint context);

    [LibraryImport("user32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetCursorPos(int x, int y);

    [LibraryImport("user32", SetLastError = true)]
    public static partial uint SendInput(uint count, ReadOnlySpan<Input> inputs, int size);

    [LibraryImport("user32")]
    public static partial nint GetForegroundWindow();

    [LibraryImport("user32")]
    public static partial uint GetWindowThreadProcessId(nint window, out uint process);

    [LibraryImport("user32", EntryPoint = "GetWindowTextW", StringMarshalling = StringMarshalling.Utf16)]
    public static partial int GetWindowText(nint window, Span<char> text, int length);

    [LibraryImport("user32")]
    public static partial nint GetDC(nint window);

    [LibraryImport("user32")]
    public static partial int ReleaseDC(nint window, nint context);

    [LibraryImport("gdi32")]
    public static partial nint CreateCompatibleDC(nint context);

    [LibraryImport("gdi32")]
    public static partial nint CreateCompatibleBitmap(nint context, int width, int height);

    [LibraryImport("gdi32")]
    public static partial nint SelectObject(nint context, nint item);

    [LibraryImport("gdi32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool BitBlt(nint target, int x, int y, int width, int height, nint source, int fromX, int fromY, uint operation);

    [LibraryImport("gdi32")]
    public static partial int GetDIBits(
        nint context, nint bitmap, uint start, uint lines, Span<byte> pixels, ref BitmapHeader header, uint usage);

    [LibraryImport("gdi32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DeleteObject(nint item);

    [LibraryImport("gdi32")]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DeleteDC(nint context);

    /// <summary>INPUT: a kind, and the event of that kind in the same place.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Input
    {
        public uint Kind;
        public InputEvent Event;
    }

    [StructLayout(LayoutKind.Explicit)]
    public struct InputEvent
    {
        [FieldOffset(0)]
        public MouseEvent Mouse;
        [FieldOffset(0)]
        public KeyEvent Key;
    }

    /// <summary>MOUSEINPUT.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MouseEvent
    {
        public int X, Y;
        public int Data;
        public uint Flags, Time;
        public nint Extra;
    }

    /// <summary>KEYBDINPUT.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct KeyEvent
    {
        public ushort VirtualKey, Scan;
        public uint Flags, Time;
        public nint Extra;
    }

    /// <summary>BITMAPINFOHEADER.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BitmapHeader
    {
        public int Size, Width, Height;
        public ushort Planes, Bits;
        public uint Compression, ImageSize;
        public int HorizontalResolution, VerticalResolution;
        public uint Used, Important;
    }
}
