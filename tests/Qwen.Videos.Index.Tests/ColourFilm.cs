using System.Diagnostics;
using Qwen.Testing;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Index.Tests;

/// <summary>Films of plain colours, three seconds each, and a client that sees them.</summary>
internal sealed class ColourFilm : IDisposable
{
    public const int Seconds = 3;
    public static readonly string[] Colours = ["red", "green", "blue", "yellow", "white", "black", "magenta", "cyan"];
    private static readonly (byte R, byte G, byte B)[] Values =
        [(255, 0, 0), (0, 128, 0), (0, 0, 255), (255, 255, 0), (255, 255, 255), (0, 0, 0), (255, 0, 255), (0, 255, 255)];

    private readonly TempFolder folder = new();

    public string File(string name) => folder.File(name);

    public void Dispose() => folder.Dispose();

    /// <summary>Writes a film; skips the running test where ffmpeg is not installed.</summary>
    public string Write(string name, params IReadOnlyList<string> colours)
    {
        var inputs = colours.SelectMany(colour => new[] { "-f", "lavfi", "-i", $"color=c={colour}:s=64x64:r=4:d={Seconds}" });
        string[] arguments =
            [
                "-nostdin", "-v", "error", "-y", .. inputs, "-filter_complex", $"concat=n={colours.Count}", "-c:v", "libx264", "-preset",
                "ultrafast", "-pix_fmt", "yuv444p", File(name)
            ];
        try
        {
            using var ffmpeg = Process.Start("ffmpeg", arguments);
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }

        return File(name);
    }

    /// <summary>Answers captions with the colours that are seen, and questions with whether their colour is among them.</summary>
    public static WatchingClient Watch() => new((frames, question) =>
    {
        var seen = frames.Select(Name).Distinct().ToList();
        return question.StartsWith("Does", StringComparison.Ordinal)
            ? seen.Any(colour => question.Contains(colour, StringComparison.Ordinal)) ? "Yes." : "No."
            : $$"""{"summary": "A wall painted {{string.Join(" and ", seen)}}", "subjects": ["wall"], "text": ["{{seen[0].ToUpperInvariant()}} STREET"]}""";
    });

    public static string Name(VideoFrame frame)
    {
        var pixel = (frame.Picture.Height / 2 * frame.Picture.Width + frame.Picture.Width / 2) * 3;
        var (r, g, b) = (frame.Picture.Pixels[pixel], frame.Picture.Pixels[pixel + 1], frame.Picture.Pixels[pixel + 2]);
        return Colours[Enumerable.Range(0, Colours.Length)
            .MinBy(i => Math.Abs(Values[i].R - r) + Math.Abs(Values[i].G - g) + Math.Abs(Values[i].B - b))];
    }
}
