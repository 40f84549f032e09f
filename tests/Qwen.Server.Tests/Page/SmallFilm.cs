using System.ComponentModel;
using System.Diagnostics;

namespace Qwen.Server.Tests.Page;

/// <summary>A film that browsers play: eight seconds of grey, a red circle in it from second 3 to 6.</summary>
internal static class SmallFilm
{
    /// <summary>Writes it; skips the running test where there is no ffmpeg.</summary>
    public static async Task WriteAsync(string path)
    {
        const string Inside = "lt(hypot(X-224,Y-224),128)*between(T,3,5.9)";
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=c=0xebebeb:s=448x448:r=4:d=8", "-vf",
            $"format=rgb24,geq=r='if({Inside},215,235)':g='if({Inside},35,235)':b='if({Inside},35,235)'",
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "10", "-g", "4", "-pix_fmt", "yuv420p", path,
        ];
        try
        {
            using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
            var complaint = await ffmpeg.StandardError.ReadToEndAsync();
            await ffmpeg.WaitForExitAsync();
            Assert.True(ffmpeg.ExitCode == 0, complaint);
        }
        catch (Win32Exception)
        {
            Assert.Skip("There is no ffmpeg on the search path.");
        }
    }
}
