using System.Diagnostics;

namespace Qwen.Cli.Tests;

/// <summary>A film of some seconds that ffmpeg makes; the test is skipped where there is none.</summary>
internal static class SmallFilm
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">Where it goes.</param>
    /// <param name="seconds">Its length.</param>
    /// <returns>Its path.</returns>
    public static string Make(string folder, int seconds = 4)
    {
        var film = Path.Combine(folder, "film.mkv");
        try
        {
            string[] arguments =
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=112x112:rate=2", "-t", $"{seconds}", "-c:v", "ffv1", film
            ];
            using var ffmpeg = Process.Start("ffmpeg", arguments);
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }

        return film;
    }
}
