using System.Diagnostics;
using Xunit;

namespace Qwen.Testing;

/// <summary>Makes a short video with the ffmpeg program; skips the running test, with the reason, where there is none.</summary>
public static class TestVideo
{
    /// <summary>Two seconds of a test picture, 112 × 84, eight frames a second.</summary>
    public static async Task<byte[]> CreateAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"qwenvl-{Guid.NewGuid():N}.mp4");
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true };
        foreach (var argument in new[]
        {
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=size=112x84:rate=8:duration=2",
            "-pix_fmt",
            "yuv420p",
            path
        })
            start.ArgumentList.Add(argument);
        try
        {
            using var process = Process.Start(start)!;
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, error);
            return await File.ReadAllBytesAsync(path);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("There is no ffmpeg program on the search path.");
            throw;
        }
        finally
        {
            File.Delete(path);
        }
    }
}
