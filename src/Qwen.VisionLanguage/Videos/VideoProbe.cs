using System.Globalization;
using System.Text.Json;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Looks into a video file with ffprobe: what it holds, and when each frame is shown.</summary>
internal static class VideoProbe
{
    /// <summary>The first picture track that is not a cover picture.</summary>
    private const string PictureTrack = "V:0";

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
        await using var probe = FfmpegProcess.Start(file.Programs.Ffprobe, arguments, cancellationToken);
        var text = await probe.OutputText.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        var (exitCode, complaint) = await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw file.Unreadable(complaint);

        using var json = Parse(text) ?? throw file.Unreadable(complaint);
        if (!json.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0)
            throw new QwenException($"The {file.Name} has no pictures, only sound or subtitles. Give a file with a picture track.");
        var info = Describe(streams[0], json.RootElement.GetProperty("format"));
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
        await using var probe = FfmpegProcess.Start(file.Programs.Ffprobe, arguments, cancellationToken);
        while (await probe.OutputText.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
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

        var (_, complaint) = await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (stamps.Count + unstamped == 0)
            throw file.Unreadable(complaint);
        if (unstamped == 0)
            return (CheckLength(file, VideoTimeline.Create(stamps, info.FramesPerSecond, keyStamps: keyStamps)), complaint);

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
            "-map", $"0:{PictureTrack}", "-an", "-sn", "-dn", "-vf", "showinfo=checksum=0", "-fps_mode", "passthrough", "-f", "null", "pipe:1",
        ];
        const string mark = " pts_time:";
        var stamps = new List<double>();
        var complaints = new List<string>();
        await using var ffmpeg = FfmpegProcess.Start(file.Programs.Ffmpeg, arguments, cancellationToken, readErrors: false);
        while (await ffmpeg.ErrorText.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            var at = line.IndexOf(mark, StringComparison.Ordinal);
            if (at >= 0 && TryParse(line[(at + mark.Length)..].Split(' ', 2)[0], out var stamp))
                stamps.Add(stamp);
            else if (line.Contains("[error] ", StringComparison.Ordinal) && complaints.Count < 3)
                complaints.Add(line[(line.IndexOf("[error] ", StringComparison.Ordinal) + 8)..]);
            CheckFrameCount(file, stamps.Count);
        }

        await ffmpeg.FinishAsync(cancellationToken).ConfigureAwait(false);
        var complaint = string.Join("; ", complaints.Distinct());
        if (stamps.Count == 0)
            throw file.Unreadable(complaint);
        return (CheckLength(file, VideoTimeline.Create(stamps, info.FramesPerSecond)), complaint);
    }

    private static void CheckFrameCount(VideoFile file, int count)
    {
        if (count > file.Limits.MaxSourceFrames)
            throw new QwenException(
                $"The {file.Name} holds more than {file.Limits.MaxSourceFrames} frames: cut it, or raise VideoLimits.MaxSourceFrames.");
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null; // the program ended amid its answer
        }
    }

    private static bool TryParse(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);

    private static VideoInfo Describe(JsonElement stream, JsonElement format)
    {
        var size = new PixelSize(Integer(stream, "width"), Integer(stream, "height"));
        var rotation = 0.0;
        if (stream.TryGetProperty("side_data_list", out var sideData))
        {
            foreach (var entry in sideData.EnumerateArray())
                rotation = entry.TryGetProperty("rotation", out var value) && value.TryGetDouble(out var angle) ? angle : rotation;
        }

        // ffmpeg turns by quarters where the angle is within a degree of one
        if (Math.Abs(Math.Abs(Math.IEEERemainder(rotation, 180)) - 90) < 1)
            size = new PixelSize(size.Height, size.Width);
        var duration = Number(stream, "duration") ?? Number(format, "duration");
        return new VideoInfo(size, Rate(stream), Number(format, "start_time"), duration, Seeking(format));
    }

    private static VideoSeeking Seeking(JsonElement format)
    {
        var names = format.TryGetProperty("format_name", out var name) ? name.GetString()!.Split(',') : [];
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
        CheckLength(file, timeline.Seconds[^1]);
        return timeline;
    }

    private static void CheckLength(VideoFile file, double? seconds)
    {
        if (seconds > file.Limits.MaxSeconds)
            throw new QwenException(FormattableString.Invariant(
                $"The {file.Name} lasts {seconds:0} s, more than the limit of {file.Limits.MaxSeconds:0} s: ") +
                "cut it, or raise VideoLimits.MaxSeconds.");
    }

    private static int Integer(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && TryParse(value.GetString()!, out var number) ? number : null;

    /// <summary>The average rate, a fraction such as 30000/1001; null where it is 0/0.</summary>
    private static double? Rate(JsonElement stream)
    {
        var parts = stream.TryGetProperty("avg_frame_rate", out var value) ? value.GetString()!.Split('/') : [];
        return parts.Length == 2 &&
            TryParse(parts[0], out var numerator) && numerator > 0 && TryParse(parts[1], out var denominator) && denominator > 0
                ? numerator / denominator
                : null;
    }
}
