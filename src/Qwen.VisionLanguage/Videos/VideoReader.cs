using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Decodes chosen frames of a video with ffmpeg and resizes each at once.</summary>
/// <remarks>One frame at the file's size is in memory at a time, however long the file is. Not for concurrent use.</remarks>
internal sealed partial class VideoReader(VideoFile file, VideoInfo info, VideoTimeline timeline)
{
    /// <summary>
    /// Seconds before a key frame that are sought in containers without an index of times: they go by the time of decoding,
    /// which is earlier. In the others, a little after it, so that rounding does not lead to the key frame before.
    /// </summary>
    private const double SeekMargin = 0.25, SeekRounding = -0.0005;

    private readonly byte[] pixels = new byte[info.Size.Width * info.Size.Height * 3]; // the current frame // [height, width, 3]

    /// <summary>Reads frames in order. Where the file breaks off, fewer come than were asked for.</summary>
    /// <param name="indices">Frame numbers of the timeline, ascending, each once.</param>
    /// <param name="target">Size of the frames that come out.</param>
    /// <param name="seek">Whether to jump from key frame to key frame where that is less work than decoding all between.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    public async IAsyncEnumerable<RgbImage> ReadAsync(
        IReadOnlyList<int> indices, PixelSize target, bool seek, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var maySeek = seek && timeline.HasClock && info.Seeking != VideoSeeking.None;
        foreach (var run in ReadRun.Plan(indices, timeline, info.Size.Area, maySeek))
        {
            var maxOutput = (long)pixels.Length * run.Frames.Length;
            await using var ffmpeg = FfmpegRun.Start(file, file.Programs.Ffmpeg, Arguments(run), maxOutput, cancellationToken);
            var read = 0;
            while (read < run.Frames.Length && await ReadFrameAsync(ffmpeg.Output).ConfigureAwait(false))
            {
                read++;
                yield return ResizeFrame(target);
            }

            var result = await ffmpeg.FinishAsync().ConfigureAwait(false);
            var counts = DecodedFrames().Matches(result.LogEnd);
            VideoDiagnostics.SampledFrames.Add(read);
            VideoDiagnostics.DecodedFrames.Add(counts.Sum(count => long.Parse(count.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
            if (read < run.Frames.Length)
                yield break;
        }
    }

    private List<string> Arguments(ReadRun run)
    {
        List<string> arguments = ["-nostdin", "-nostats", "-hide_banner", "-v", "verbose", "-copyts"]; // the log ends with counts
        if (!timeline.HasClock)
        {
            arguments.AddRange(
                ["-r", timeline.FramesPerSecond.ToString("0.########", CultureInfo.InvariantCulture)]); // number the frames from 0
        }
        else if (run.KeyFrame is { } key)
        {
            // select drops what comes before the first chosen frame
            var before = info.Seeking == VideoSeeking.ByTime ? SeekRounding : SeekMargin;
            // ffmpeg adds the start, where it knows one
            var moment = timeline.FirstStamp + timeline.Seconds[key] - (info.StartSeconds ?? 0) - before;
            arguments.AddRange(["-noaccurate_seek", "-ss", Math.Max(0, moment).ToString("0.0######", CultureInfo.InvariantCulture)]);
        }

        var windows = Array.ConvertAll(run.Frames, timeline.Window);
        var (width, height) = (info.Size.Width, info.Size.Height);
        arguments.AddRange(file.InputArguments);
        arguments.AddRange(
        [
            "-map", "0:V:0", "-an", "-sn", "-dn",
            "-vf",
            $"select='{SelectExpression.For(windows)}',scale={width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24",
            "-fps_mode", "passthrough", "-frames:v", $"{run.Frames.Length}", "-f", "rawvideo", "pipe:1",
        ]);
        return arguments;
    }

    private async ValueTask<bool> ReadFrameAsync(ProgramOutput output) =>
        await output.ReadAtLeastAsync(
            pixels, pixels.Length, throwOnEndOfStream: false, CancellationToken.None).ConfigureAwait(false) == pixels.Length;

    private RgbImage ResizeFrame(PixelSize target)
    {
        var frame = new RgbImage(info.Size.Width, info.Size.Height, pixels);
        return frame.Size == target
            ? new RgbImage(target.Width, target.Height, (byte[])pixels.Clone()) // the buffer is written again
            : BicubicResizer.Resize(frame, target);
    }

    [GeneratedRegex(@"(\d{1,18}) frames decoded")]
    private static partial Regex DecodedFrames();
}
