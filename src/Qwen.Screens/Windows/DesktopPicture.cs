using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Qwen.Shared.Natives;
using Qwen.VisionLanguage;
using SkiaSharp;
using static Qwen.Screens.Windows.NativeMethods;

namespace Qwen.Screens.Windows;

/// <summary>Copies what all monitors show.</summary>
[SupportedOSPlatform("windows")]
internal static class DesktopPicture
{
    /// <summary>The rectangle of all monitors as a PNG file.</summary>
    /// <exception cref="QwenException">Windows does not hand the picture out: the desktop is locked.</exception>
    public static byte[] Capture(int left, int top, int width, int height)
    {
        PictureLibrary.Require();
        var screen = GetDC(0);
        var memory = CreateCompatibleDC(screen);
        var picture = CreateCompatibleBitmap(screen, width, height);
        try
        {
            var before = SelectObject(memory, picture);
            var isCopied = BitBlt(memory, 0, 0, width, height, screen, left, top, SourceCopy | CaptureLayered);
            SelectObject(memory, before);
            using var bitmap = new SKBitmap(width, height, SKColorType.Bgra8888, SKAlphaType.Opaque);

            // a negative height asks for rows from top to bottom
            var header = new BitmapHeader { Size = Marshal.SizeOf<BitmapHeader>(), Width = width, Height = -height, Planes = 1, Bits = 32 };
            if (!isCopied || GetDIBits(memory, picture, 0, (uint)height, bitmap.GetPixelSpan(), ref header, 0) != height)
                throw new QwenException(
                    "Windows does not hand out a picture of the desktop: it is locked, or this program runs without one.");
            using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
            return data.ToArray();
        }
        finally
        {
            DeleteObject(picture);
            DeleteDC(memory);
            _ = ReleaseDC(0, screen);
        }
    }
}
