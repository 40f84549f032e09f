using System.Diagnostics;
using Qwen.Cli.Evaluation;
using SkiaSharp;

namespace Qwen.Cli.Tests.Evaluation;

/// <summary>A strip of frames as a video file, read back by ffmpeg.</summary>
public sealed class UncompressedVideoTests
{
    [Theory]
    [InlineData(4, 56, 56, 2)]
    [InlineData(3, 30, 28, 12.5)] // rows that need padding, a rate that is no whole number
    public async Task Every_pixel_of_every_frame_arrives(int frames, int width, int height, double fps)
    {
        if (!HasFfmpeg())
            Assert.Skip("ffmpeg is not installed.");

        var random = new Random(5);
        using var strip = new SKBitmap(new SKImageInfo(frames * width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        for (var y = 0; y < strip.Height; y++)
        {
            for (var x = 0; x < strip.Width; x++)
                strip.SetPixel(x, y, new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
        }

        var folder = Directory.CreateTempSubdirectory("qwenvl-avi-");
        try
        {
            var file = Path.Combine(folder.FullName, "clip.avi");
            await File.WriteAllBytesAsync(file, UncompressedVideo.FromStrip(strip, frames, width, height, fps));
            var rate = await RunAsync("ffprobe", ["-v", "error", "-show_entries", "stream=r_frame_rate,nb_frames", "-of", "csv=p=0", file]);
            Assert.Equal($"{(fps == 2 ? "2/1" : "25/2")},{frames}", System.Text.Encoding.ASCII.GetString(rate).Trim());

            var pixels = await RunAsync(
                "ffmpeg", ["-v", "error", "-i", file, "-f", "rawvideo", "-pix_fmt", "rgb24", "-fps_mode", "passthrough", "-"]);
            Assert.Equal(frames * width * height * 3, pixels.Length);
            for (var i = 0; i < pixels.Length; i += 3)
            {
                var place = i / 3;
                var (frame, y, x) = (place / (width * height), place / width % height, place % width);
                Assert.Equal(strip.GetPixel(frame * width + x, y), new SKColor(pixels[i], pixels[i + 1], pixels[i + 2]));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static bool HasFfmpeg()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("ffmpeg", "-version") { RedirectStandardOutput = true })!;
            process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return true;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task<byte[]> RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
