using System.Globalization;
using System.Text.Json;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Looks into a video file with ffprobe: what it holds, and when each frame is shown.</summary>
internal static class VideoProbe
{
    /// <summary>The first picture track that is not a cover picture.</summary>
    private const string PictureTrack = "V:0";

    /// <summary>Seconds by which a film may begin after the clock's zero without being one that begins late.</summary>
    private const double LateStart = 0.1;

    /// <summary>Bytes that no answer about one file, no line about one packet and no lines of the log about one frame exceed.</summary>
    private const long MaxAnswer = 1 << 20, MaxPacketLine = 256, MaxFrameLog = 4096;

    /// <summary>Seconds that no time stamp exceeds: what is beyond comes of damage.</summary>
    private const double MaxStamp = 1e12;

    /// <summary>Reads what the file states, and holds it against the limits.</summary>
    /// <exception cref="QwenException">The file is no video, has sound only, or is beyond the limits.</exception>
    public static async Task<VideoInfo> ReadInfoAsync(VideoFile file, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-v", "error", "-select_streams", PictureTrack,
            "-show_entries", "stream=width,height,avg_frame_rate,duration:stream_side_data=rotation:format=format_name,start_time,duration",
            "-of", "json=c=1", .. file.InputArguments,
        ];
        await using var probe = FfmpegRun.Start(
            file, file.Programs.Ffprobe, arguments, MaxAnswer, cancellationToken, isProbe: true);
        var text = await probe.Output.ReadToEndAsync().ConfigureAwait(false);
        var result = await probe.FinishAsync().ConfigureAwait(false);
        var complaint = FfmpegRun.Complaint(result);
        if (result.ExitCode != 0 || Parse(text) is not { Format: { } format } answer)
            throw file.Unreadable(complaint);
        if (answer.Tracks is not [{ } track, ..])
            throw new QwenException($"The {file.Name} has no pictures, only sound or subtitles. Give a file with a picture track.");
        var info = Describe(track, format);
        CheckLimits(file, info, complaint);
        return info;
    }

    /// <summary>Reads the time stamps of all frames from the packets, without decoding.</summary>
    /// <returns>
    /// The timeline, and what ffprobe complained about (empty where it did not); no timeline where the packets do not tell.
    /// </returns>
    /// <exception cref="QwenException">The track holds no frame, or more frames than the limit.</exception>
    public static async Task<(VideoTimeline? Timeline, string Complaint)> ReadPacketTimesAsync(
        VideoFile file, VideoInfo info, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-v", "error", "-select_streams", PictureTrack,
            "-show_entries", "packet=pts_time,dts_time,flags", "-of", "csv=p=0", .. file.InputArguments,
        ];
        var stamps = new List<double>();
        var decodingStamps = new List<double>();
        var keyStamps = new List<double>();
        var unstamped = 0;
        var maxOutput = MaxAnswer + MaxPacketLine * file.Limits.MaxSourceFrames;
        await using var probe = FfmpegRun.Start(file, file.Programs.Ffprobe, arguments, maxOutput, cancellationToken);
        await foreach (var line in probe.Output.ReadLinesAsync(cancellationToken).ConfigureAwait(false))
        {
            if (line.Split(',') is not [var shown, var decoded, var flags, ..] || flags.Contains('D', StringComparison.Ordinal))
                continue; // a blank, or decoded for others' sake but not shown
            if (TryParse(shown, out var stamp))
                stamps.Add(stamp);
            else
                unstamped++;
            if (stamps.Count > 0 && unstamped == 0 && flags.Contains('K', StringComparison.Ordinal))
                keyStamps.Add(stamps[^1]);
            if (TryParse(decoded, out var decodingStamp))
                decodingStamps.Add(decodingStamp);
            CheckFrameCount(file, stamps.Count + unstamped);
        }

        var complaint = FfmpegRun.Complaint(await probe.FinishAsync().ConfigureAwait(false));
        if (stamps.Count + unstamped == 0)
            throw file.Unreadable(complaint);
        if (unstamped == 0)
        {
            // a file that breaks off does not last as long as it says
            var end = complaint.Length == 0 ? info.EndSeconds : null;
            var timeline = VideoTimeline.Create(stamps, info.FramesPerSecond, keyStamps: keyStamps, statedEnd: end);
            return (CheckLength(file, timeline), complaint);
        }

        // no time of showing at all, as in AVI files with reordered frames: where decoding goes at an even pace, showing does
        if (stamps.Count > 0 || decodingStamps.Count < unstamped)
            return (null, complaint);
        var even = VideoTimeline.Create(decodingStamps, info.FramesPerSecond, hasClock: false);
        return (even.IsConstant && even.Count == unstamped ? even : null, complaint);
    }

    /// <summary>Reads the time stamps of all frames by decoding them: for files whose packets promise what is not there.</summary>
    /// <returns>The timeline, and what ffmpeg complained about (empty where it did not).</returns>
    /// <exception cref="QwenException">No frame can be decoded, or there are more frames than the limit.</exception>
    public static async Task<(VideoTimeline Timeline, string Complaint)> ReadFrameTimesAsync(
        VideoFile file, VideoInfo info, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-nostdin", "-nostats", "-v", "level+info", "-copyts", .. file.InputArguments,
            "-map", $"0:{PictureTrack}", "-an", "-sn", "-dn", "-vf", "showinfo=checksum=0", "-fps_mode", "passthrough", "-f", "null",
            "pipe:1",
        ];
        const string mark = " pts_time:";
        var stamps = new List<double>();
        var complaints = new List<string>();
        var maxLog = MaxAnswer + MaxFrameLog * file.Limits.MaxSourceFrames;
        await using var ffmpeg = FfmpegRun.Start(file, file.Programs.Ffmpeg, arguments, maxLog, cancellationToken, collectLog: false);
        await foreach (var line in ffmpeg.Log.ReadLinesAsync(cancellationToken).ConfigureAwait(false))
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0 && TryParse(line[(at + mark.Length)..].Split(' ', 2)[0], out var stamp))
                stamps.Add(stamp);
            else if (line.Contains("[error] ", StringComparison.Ordinal) && complaints.Count < 3)
                complaints.Add(line[(line.IndexOf("[error] ", StringComparison.Ordinal) + 8)..]);
            CheckFrameCount(file, stamps.Count);
        }

        await ffmpeg.FinishAsync().ConfigureAwait(false);
        var complaint = string.Join("; ", complaints.Distinct());
        if (stamps.Count == 0)
            throw file.Unreadable(complaint, isDecoding: true);
        var end = complaint.Length == 0 ? info.EndSeconds : null;
        return (CheckLength(file, VideoTimeline.Create(stamps, info.FramesPerSecond, statedEnd: end)), complaint);
    }

    private static void CheckFrameCount(VideoFile file, int count)
    {
        if (count > file.Limits.MaxSourceFrames)
            throw new QwenException(
                $"The {file.Name} holds more than {file.Limits.MaxSourceFrames} frames: cut it, or raise VideoLimits.MaxSourceFrames.");
    }

    /// <summary>What the program wrote; null where it ended amid its answer, or answered something else.</summary>
    private static ProbeAnswer? Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ProbeJson.Default.ProbeAnswer);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryParse(string? text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= MaxStamp;

    private static VideoInfo Describe(ProbeAnswer.Track track, ProbeAnswer.Container format)
    {
        var size = new PixelSize(track.Width, track.Height);
        var rotation = track.SideDataList?.LastOrDefault(data => data?.Rotation is not null)?.Rotation ?? 0;

        // ffmpeg turns by quarters where the angle is within a degree of one
        if (Math.Abs(Math.Abs(Math.IEEERemainder(rotation, 180)) - 90) < 1)
            size = new PixelSize(size.Height, size.Width);
        var duration = Number(track.Duration) ?? Number(format.Duration);
        return new VideoInfo(size, Rate(track.FrameRate), Number(format.StartTime), duration, End(format), Seeking(format.Names));
    }

    // streams without an index guess how long they last. Matroska counts its length from the clock's zero; where others begin late it
    // is not said whether theirs has that time in it
    private static double? End(ProbeAnswer.Container format)
    {
        var names = format.Names?.Split(',') ?? [];
        if (names.Contains("matroska"))
            return Number(format.Duration);
        return Array.Exists(names, name => name is "mp4" or "gif" or "apng" or "avi" or "flv" or "asf" or "ogg" or "nut")
            && Number(format.StartTime) is { } start && Math.Abs(start) < LateStart
            ? start + Number(format.Duration)
            : null;
    }

    private static VideoSeeking Seeking(string? formats)
    {
        var names = formats?.Split(',') ?? [];
        if (names.Any(n => n is "mp4" or "matroska"))
            return VideoSeeking.ByTime;
        return names.Any(n => n is "gif" or "apng") ? VideoSeeking.None : VideoSeeking.ByDecoding;
    }

    private static void CheckLimits(VideoFile file, VideoInfo info, string complaint)
    {
        if (info.Size.Width < 1 || info.Size.Height < 1)
            throw file.Unreadable(complaint);
        if (info.Size.Area > Math.Min(file.Limits.MaxFramePixels, Array.MaxLength / 3))
            throw new QwenException(
                $"The {file.Name} has frames of {info.Size} pixels, more than the limit of {file.Limits.MaxFramePixels}: " +
                "shrink it with ffmpeg, or raise VideoLimits.MaxFramePixels.");
        CheckLength(file, info.DurationSeconds);
    }

    /// <summary>What a file states and what its frames say may differ: both are held against the limit.</summary>
    private static VideoTimeline CheckLength(VideoFile file, VideoTimeline timeline)
    {
        CheckLength(file, timeline.End);
        return timeline;
    }

    private static void CheckLength(VideoFile file, double? seconds)
    {
        if (seconds > file.Limits.MaxSeconds)
            throw new QwenException(FormattableString.Invariant(
                $"The {file.Name} lasts {seconds:0} s, more than the limit of {file.Limits.MaxSeconds:0} s: ") +
                "cut it, or raise VideoLimits.MaxSeconds.");
    }

    private static double? Number(string? text) => TryParse(text, out var number) ? number : null;

    /// <summary>The average rate, a fraction such as 30000/1001; null where it is 0/0.</summary>
    private static double? Rate(string? fraction) =>
        fraction?.Split('/') is [var above, var below] &&
        TryParse(above, out var numerator) && numerator > 0 && TryParse(below, out var denominator) && denominator > 0
            ? numerator / denominator
            : null;
}
