using System.IO.Hashing;
using System.Text;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.DemoModel.Drawing;

/// <summary>Faces found on this machine, one in nine of them held out by its file's name. Thread-safe after <see cref="Load"/>.</summary>
internal static class Fonts
{
    private static readonly string[] Unfit = ["Math", "Thin", "Hairline", "ExtraLight", "Emoji", "Symbol", "Icon"];
    private static readonly string[] ScreenFamilies =
    [
        "DejaVuSans.", "DejaVuSans-Bold.", "DejaVuSansCondensed.", "Roboto-Regular", "Roboto-Medium", "Roboto-Bold", "Lato-Regular",
        "OpenSans-Regular", "LiberationSans-Regular", "Carlito-Regular"
    ];
    private static SKTypeface[] trained = [];
    private static SKTypeface[] heldOut = [];
    private static SKTypeface[] screens = [];

    /// <summary>Finds faces below the given folders.</summary>
    /// <exception cref="QwenException">There are fewer than four.</exception>
    public static void Load(params IEnumerable<string> folders)
    {
        var files = folders.Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.ttf", SearchOption.AllDirectories))
                .Where(file => !Unfit.Any(part => Path.GetFileName(file).Contains(part, StringComparison.Ordinal)))
                .DistinctBy(Path.GetFileName).OrderBy(Path.GetFileName, StringComparer.Ordinal).ToList();
        if (files.Count < 4)
            throw new QwenException(
                "Text needs fonts: install the Debian packages that training/README.md names, or give a folder with --fonts.");
        trained = [.. files.Where(file => !IsHeldOut(file)).Select(file => SKTypeface.FromFile(file))];
        heldOut = [.. files.Where(IsHeldOut).Select(file => SKTypeface.FromFile(file))];
        if (heldOut.Length == 0)
            heldOut = trained;
        screens = [.. files.Where(file => !IsHeldOut(file) && ScreenFamilies.Any(Path.GetFileName(file)!.StartsWith))
            .Select(file => SKTypeface.FromFile(file))];
        if (screens.Length == 0)
            screens = trained;
    }

    /// <summary>A face for printed text.</summary>
    public static SKTypeface Any(Dice dice) => dice.Pick(dice.HeldOut ? heldOut : trained);

    /// <summary>A face for screens.</summary>
    public static SKTypeface Screen(Dice dice) => dice.HeldOut ? dice.Pick(heldOut) : dice.Pick(screens);

    private static bool IsHeldOut(string file) => Crc32.HashToUInt32(Encoding.UTF8.GetBytes(Path.GetFileName(file))) % 9 == 0;
}
