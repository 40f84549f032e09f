using System.Diagnostics;
using Qwen.Shared.OutsidePrograms;

namespace Qwen.VisionLanguage.Tests.Videos;

/// <summary>The installed ffmpeg, for tests that read or make videos.</summary>
internal static class Ffmpeg
{
    /// <summary>Skips the running test where ffmpeg is not installed.</summary>
    public static void Require()
    {
        try
        {
            Run("-version");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }
    }

    /// <summary>Makes a clip out of one of ffmpeg's own test pictures.</summary>
    public static void Make(string path, params string[] arguments)
    {
        Require();
        Run(["-nostdin", "-v", "error", "-y", .. arguments, path]);
    }

    private static void Run(params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(FfmpegPrograms.Locate(null).Ffmpeg, arguments) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
