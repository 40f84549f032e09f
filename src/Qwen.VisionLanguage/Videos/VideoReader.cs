using System.Globalization;
using System.Runtime.CompilerServices;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Decodes chosen frames of a video with ffmpeg and resizes each at once.</summary>
/// <remarks>One frame at the file's size is in memory at a time, however long the file is. Not for concurrent use.</remarks>
internal sealed class VideoReader(VideoFile file, VideoInfo info, VideoTimeline timeline)
{
    /// <summary>Frames chosen per run of ffmpeg: keeps the arguments below the 32,767 characters that Windows allows.</summary>
    private const int FramesPerRun = 256;

    /// <summary>Frames between the place that is sought and the first chosen frame: more than any codec reorders.</summary>
    private const int SeekMargin = 32;

    private readonly byte[] pixels = new byte[info.Size.Width * info.Size.Height * 3]; // the current frame // [height, width, 3]

    /// <summary>Reads frames in order. Where the file breaks off, fewer come than were asked for.</summary>
    /// <param name="indices">Frame numbers of the timeline, ascending, each once.</param>
    /// <param name="target">Size of the frames that come out.</param>
    /// <param name="seek">Whether to jump near the first chosen frame instead of decoding all before it.</param>
    /// <param name="cancellationToken">Stops ffmpeg.</param>
    public async IAsyncEnumerable<RgbImage> ReadAsync(
        IReadOnlyList<int> indices, PixelSize target, bool seek, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var run in indices.Chunk(FramesPerRun))
        {
            await using var ffmpeg = FfmpegProcess.Start(file.Programs.Ffmpeg, Arguments(run, seek), cancellationToken);
            var read = 0;
            while (read < run.Length && await ReadFrameAsync(ffmpeg, cancellationToken).ConfigureAwait(false))
            {
                read++;
                yield return ResizeFrame(target);
            }

            if (read < run.Length)
                yield break;
        }
    }

    private List<string> Arguments(int[] run, bool seek)
    {
        List<string> arguments = ["-nostdin", "-v", "error", "-copyts"];
        if (!timeline.HasClock)
        {
            arguments.AddRange(["-r", timeline.FramesPerSecond.ToString("0.########", CultureInfo.InvariantCulture)]); // number the frames from 0
        }
        else if (seek && run[0] > SeekMargin && info.StartSeconds is { } start)
        {
            // to the key frame before; select drops what comes too early
            var moment = timeline.FirstStamp + timeline.Seconds[run[0] - SeekMargin] - start;
            arguments.AddRange(["-noaccurate_seek", "-ss", Math.Max(0, moment).ToString("0.0######", CultureInfo.InvariantCulture)]);
        }

        var windows = Array.ConvertAll(run, timeline.Window);
        var (width, height) = (info.Size.Width, info.Size.Height);
        arguments.AddRange(file.InputArguments);
        arguments.AddRange(
        [
            "-map", "0:V:0", "-an", "-sn", "-dn",
            "-vf", $"select='{SelectExpression.For(windows)}',scale={width}:{height}:flags=bicubic+accurate_rnd+full_chroma_int,format=rgb24",
            "-fps_mode", "passthrough", "-frames:v", $"{run.Length}", "-f", "rawvideo", "pipe:1",
        ]);
        return arguments;
    }

    private async ValueTask<bool> ReadFrameAsync(FfmpegProcess ffmpeg, CancellationToken cancellationToken)
    {
        // the token kills ffmpeg, which ends the stream
        var read = await ffmpeg.Output
            .ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false, CancellationToken.None)
            .ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return read == pixels.Length;
    }

    private RgbImage ResizeFrame(PixelSize target)
    {
        var frame = new RgbImage(info.Size.Width, info.Size.Height, pixels);
        return frame.Size == target
            ? new RgbImage(target.Width, target.Height, (byte[])pixels.Clone()) // the buffer is written again
            : BicubicResizer.Resize(frame, target);
    }
}
