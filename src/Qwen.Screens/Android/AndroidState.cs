using System.Globalization;
using System.Text.RegularExpressions;
using Qwen.VisionLanguage.Images;

namespace Qwen.Screens.Android;

/// <summary>What a device says of itself beside its picture.</summary>
/// <param name="Size">Size of the space that touches are given in, in the natural position.</param>
/// <param name="Density">Pixels to a density-independent pixel.</param>
/// <param name="Rotation">Degrees clockwise; null where the device does not say.</param>
/// <param name="Package">The app in the foreground.</param>
internal sealed record AndroidState(PixelSize? Size, double Density, int? Rotation, string? Package)
{
    /// <summary>The line that asks for all of it at once.</summary>
    public const string Question =
        "wm size; wm density; dumpsys input | grep -m1 SurfaceOrientation; " + Front;

    /// <summary>The line that asks what is in front, and nothing else.</summary>
    public const string Front = "dumpsys activity activities | grep -E '^ *(topResumedActivity|mResumedActivity)[=:]'";

    private const double BaselineDensity = 160;

    // no name of an app: none is allowed by it
    private const string Several = "several apps";

    /// <summary>Reads the answers. An override goes before what the hardware is.</summary>
    public static AndroidState Parse(string text)
    {
        PixelSize? size = null;
        foreach (var name in new[] { "Override", "Physical" })
        {
            if (size is null && SizePattern(name).Match(text) is { Success: true } match)
                size = new PixelSize(Number(match.Groups[1].Value), Number(match.Groups[2].Value));
        }

        var density = Regex.Match(text, @"^Override density: (\d{1,5})", RegexOptions.Multiline) is { Success: true } changed
            ? changed
            : Regex.Match(text, @"^Physical density: (\d{1,5})", RegexOptions.Multiline);
        var rotation = Regex.Match(text, @"^\s*SurfaceOrientation:\s*([0-3])", RegexOptions.Multiline);
        return new AndroidState(
            size,
            density.Success ? Number(density.Groups[1].Value) / BaselineDensity : 1,
            rotation.Success ? Number(rotation.Groups[1].Value) * 90 : null,
            FindPackage(text, "topResumedActivity") ?? FindPackage(text, "mResumedActivity"));
    }

    // what an app calls its actions and addresses stands in the same list: where it wrote a second line of this kind, nobody can tell
    private static string? FindPackage(string text, string name)
    {
        var found = Regex.Matches(text, $@"^ *{name}[=:] *ActivityRecord\{{\S+ u\d+ ([\w.]+)/", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).Distinct().ToList();
        return found switch
        {
            [] => null,
            [var only] => only,
            _ => Several,
        };
    }

    private static Regex SizePattern(string name) => new(
        "^" + name + @" size: (\d{1,5})x(\d{1,5})", RegexOptions.CultureInvariant | RegexOptions.Multiline);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
