using System.Globalization;
using Qwen.Shared.Files;

namespace Qwen.VisionLanguage.Videos;

/// <content>Cutting out a stretch.</content>
public sealed partial class OpenVideo
{
    /// <summary>Bytes that ffmpeg may write beside the file: nothing is expected.</summary>
    private const long MaxCutOutput = 1 << 16;

    /// <summary>Frames a second in which held frames are written.</summary>
    private const int HeldRate = 25;

    /// <summary>Seconds by which the end of a stretch may be that of its last frame.</summary>
    private const double HoldRounding = 0.002;

    /// <summary>
    /// Writes a stretch, with its sound, to a file of its own, without encoding it anew where the container takes it as it is.
    /// </summary>
    /// <remarks>
    /// A stretch that is copied begins at the key frame before its start; MP4 and QuickTime files tell players to show it from the start
    /// on. A stretch that begins or ends with a frame that is held long is encoded anew, so that it lasts as long as was asked for. The
    /// file is written under a temporary name and renamed.
    /// </remarks>
    /// <param name="start">Where it begins, in seconds from the first frame.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="path">The file to write; its extension says which container.</param>
    /// <param name="cancellationToken">Ends ffmpeg.</param>
    /// <returns>Whether the pictures were copied; if not, they were encoded anew.</returns>
    /// <exception cref="QwenException">There is nothing between the times, or ffmpeg cannot write such a file.</exception>
    public async Task<bool> CutAsync(double start, double end, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var timeline = track.Timeline;
        (start, end) = (Math.Max(0, start), Math.Min(end, Duration));
        if (!(start < end))
            throw new QwenException(FormattableString.Invariant(
                $"There is nothing to cut from {start:0.###} s to {end:0.###} s: the {file.Name} lasts {Duration:0.###} s."));

        return await WholeFile.WriteAsync(path, async temporary =>
        {
            if (timeline.IsHeldAt(start) || timeline.IsHeldAt(end - HoldRounding))
            {
                var held = await TryCutHeldAsync(start, end, timeline, temporary, cancellationToken).ConfigureAwait(false);
                return held is null ? false : throw Unwritable(path, held);
            }

            var complaint = await TryCutAsync(start, end, temporary, ["-c", "copy", "-avoid_negative_ts", "make_zero"], cancellationToken)
                .ConfigureAwait(false);
            var isCopy = complaint is null;
            if (!isCopy)
            {
                // every frame at its own time
                complaint = await TryCutAsync(
                    start, end, temporary, ["-fps_mode", "passthrough", "-enc_time_base", "-1"], cancellationToken)
                    .ConfigureAwait(false);
            }

            return complaint is null ? isCopy : throw Unwritable(path, complaint);
        }).ConfigureAwait(false);
    }

    private static QwenException Unwritable(string path, string complaint) =>
        new($"ffmpeg cannot write '{path}': {complaint}. Check the folder, or give another extension, for example .mp4 or .mkv.");

    /// <summary>Cuts a stretch whose frames are held: they are repeated at an even rate.</summary>
    private async Task<string?> TryCutHeldAsync(
        double start, double end, VideoTimeline timeline, string target, CancellationToken cancellationToken)
    {
        // decoding begins with the key frame before the one on show; the sound is sought for itself
        var offset = FirstStamp - (info.StartSeconds ?? FirstStamp);
        var key = info.Seeking == VideoSeeking.ByTime ? timeline.Seconds[timeline.KeyFrameBefore(timeline.At(start))] : 0;
        List<string> arguments = ["-nostdin", "-v", "error", "-y"];
        if (key > 0)
            arguments.AddRange(["-ss", Seconds(offset + key)]);
        var begin = key > 0 ? start - key : offset + start;
        var last = timeline.End - timeline.Seconds[^1] + 1;
        var filter = $"tpad=stop_mode=clone:stop_duration={Seconds(last)},fps={HeldRate},"
            + $"trim=start={Seconds(begin)}:end={Seconds(begin + end - start)},setpts=PTS-STARTPTS";
        arguments.AddRange(
        [
            .. file.InputArguments, "-ss", Seconds(offset + start), "-t", Seconds(end - start), .. file.InputArguments,
            "-map", "0:V:0", "-map", "1:a?", "-vf", filter, "-pix_fmt", "yuv420p", "-t", Seconds(end - start), $"file:{target}",
        ]);
        await using var ffmpeg = FfmpegRun.Start(file, file.Programs.Ffmpeg, arguments, MaxCutOutput, cancellationToken);
        var result = await ffmpeg.FinishAsync().ConfigureAwait(false);
        return result.ExitCode == 0 ? null : FfmpegRun.Reason(result);
    }

    /// <summary>Cuts with or without encoding; what ffmpeg complained about, null where it did its work.</summary>
    private async Task<string?> TryCutAsync(double start, double end, string target, string[] coding, CancellationToken cancellationToken)
    {
        var seek = Math.Max(0, FirstStamp - (info.StartSeconds ?? FirstStamp) + start);
        string[] arguments =
        [
            "-nostdin", "-v", "error", "-y", "-ss", Seconds(seek), .. file.InputArguments, "-t", Seconds(end - start),
            "-map", "0:V:0", "-map", "0:a?", .. coding, $"file:{target}",
        ];
        await using var ffmpeg = FfmpegRun.Start(file, file.Programs.Ffmpeg, arguments, MaxCutOutput, cancellationToken);
        var result = await ffmpeg.FinishAsync().ConfigureAwait(false);
        return result.ExitCode == 0 ? null : FfmpegRun.Reason(result);
    }

    private static string Seconds(double value) => value.ToString("0.0######", CultureInfo.InvariantCulture);
}
