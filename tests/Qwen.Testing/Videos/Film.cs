using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Xunit;

namespace Qwen.Testing;

/// <summary>Films of drawn frames at any times, in a folder that goes away with the test.</summary>
public sealed class Film : IDisposable
{
    private readonly TempFolder folder = new();

    public string Folder => folder.Path;

    public string File(string name) => folder.File(name);

    public void Dispose() => folder.Dispose();

    /// <summary>Writes bar codes; skips the running test where there is no ffmpeg.</summary>
    public Task WriteAsync(string name, IReadOnlyList<FilmFrame> frames) => WriteAsync(
        name, "gray", FilmFrame.Width, FilmFrame.Height, [.. frames.Select(frame => frame.Seconds)], (i, pixels) => frames[i].Draw(pixels));

    /// <summary>Writes frames at given times, the first at 0.</summary>
    /// <param name="name">Name of the file, Matroska: its clock counts milliseconds.</param>
    /// <param name="format">ffmpeg's name of the pixel format that <paramref name="draw"/> gives.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="seconds">Times of the frames, ascending.</param>
    /// <param name="draw">Fills in the pixels of a frame.</param>
    public async Task WriteAsync(string name, string format, int width, int height, double[] seconds, Action<int, byte[]> draw)
    {
        // a table of stretches of even rate gives frames their times; the stated rate is how long the last one lasts
        var rate = seconds.Length > 1 ? 1 / (seconds[^1] - seconds[^2]) : 1;
        var times = new StringBuilder();
        var from = 0;
        for (var i = 1; i <= seconds.Length; i++)
        {
            var step = from + 1 < seconds.Length ? seconds[from + 1] - seconds[from] : 1;
            if (i < seconds.Length && Math.Abs(seconds[i] - seconds[from] - (i - from) * step) < 1e-6)
                continue;
            var time = string.Create(CultureInfo.InvariantCulture, $"{seconds[from]:0.######}+(N-{from})*{step:0.######}");
            times.Append(i < seconds.Length ? $"if(lt(N,{i}),{time}," : time);
            from = i;
        }

        times.Append(')', times.ToString().Count(c => c == '(') - times.ToString().Count(c => c == ')'));
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", format, "-s", $"{width}x{height}",
            "-r", rate.ToString("0.######", CultureInfo.InvariantCulture), "-i", "pipe:0",
            "-vf", $"settb=1/1000,setpts='({times})/TB'", "-fps_mode", "passthrough", "-enc_time_base", "1:1000",
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "8", "-g", "100", "-pix_fmt", "yuv444p", File(name),
        ];
        try
        {
            using var ffmpeg = Process.Start(
                new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true })!;
            var complaint = ffmpeg.StandardError.ReadToEndAsync();
            var size = format == "gray" ? width * height : width * height * 3;
            var frame = new byte[size];
            for (var i = 0; i < seconds.Length; i++)
            {
                draw(i, frame);
                await ffmpeg.StandardInput.BaseStream.WriteAsync(frame);
            }

            ffmpeg.StandardInput.Close();
            await ffmpeg.WaitForExitAsync();
            Assert.True(ffmpeg.ExitCode == 0, await complaint);
        }
        catch (Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }
    }
}
