using System.ComponentModel;
using System.Diagnostics;
using Xunit;

namespace Qwen.Testing;

/// <summary>Films of some seconds that ffmpeg makes by itself; the running test is skipped where there is none.</summary>
public static class SmallFilm
{
    /// <summary>Writes moving colours, without loss.</summary>
    /// <param name="folder">Where it goes, as <c>film.mkv</c>.</param>
    /// <param name="seconds">Its length.</param>
    /// <returns>Its path.</returns>
    public static async Task<string> WriteColoursAsync(string folder, int seconds = 4)
    {
        var film = Path.Combine(folder, "film.mkv");
        await RunAsync(["-f", "lavfi", "-i", "testsrc2=size=112x112:rate=2", "-t", $"{seconds}", "-c:v", "ffv1", film]);
        return film;
    }

    /// <summary>Writes a film that browsers play: eight seconds of grey, a red circle in it from second 3 to 6.</summary>
    public static Task WriteCircleAsync(string path)
    {
        const string Inside = "lt(hypot(X-224,Y-224),128)*between(T,3,5.9)";
        return RunAsync(
        [
            "-f", "lavfi", "-i", "color=c=0xebebeb:s=448x448:r=4:d=8", "-vf",
            $"format=rgb24,geq=r='if({Inside},215,235)':g='if({Inside},35,235)':b='if({Inside},35,235)'",
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-g", "4", "-pix_fmt", "yuv420p", path,
        ]);
    }

    private static async Task RunAsync(string[] arguments)
    {
        try
        {
            using var ffmpeg = Process.Start(
                new ProcessStartInfo("ffmpeg", ["-nostdin", "-v", "error", .. arguments]) { RedirectStandardError = true })!;
            var complaint = await ffmpeg.StandardError.ReadToEndAsync();
            await ffmpeg.WaitForExitAsync();
            Assert.True(ffmpeg.ExitCode == 0, complaint);
        }
        catch (Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }
    }
}
