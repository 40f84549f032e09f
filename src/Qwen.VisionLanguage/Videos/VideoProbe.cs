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
            "-show_entries", "stream=width,height,avg_frame_rate,duration:stream_side_data=rotation:format=start_time,duration",
            "-of", "json=c=1", .. file.InputArguments,
        ];
        await using var probe = FfmpegProcess.Start(file.Programs.Ffprobe, arguments, cancellationToken);
        var text = await probe.OutputText.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        var (exitCode, complaint) = await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (exitCode != 0)
            throw file.Unreadable(complaint);

        using var json = JsonDocument.Parse(text);
        if (!json.RootElement.TryGetProperty("streams", out var streams) || streams.GetArrayLength() == 0)
            throw new QwenException($"The {file.Name} has no pictures, only sound or subtitles. Give a file with a picture track.");
        var info = Describe(streams[0], json.RootElement.GetProperty("format"));
        CheckLimits(file, info, complaint);
        return info;
    }

    /// <summary>
    /// Reads the time stamps of all frames. Quick: from the packets, without decoding. Exact: from the decoded frames, for files
    /// whose packets do not tell.
    /// </summary>
    /// <returns>The timeline, and what ffprobe complained about (empty where it did not).</returns>
    /// <exception cref="QwenException">The track holds no frame, or more frames than the limit.</exception>
    public static async Task<(VideoTimeline Timeline, string Complaint)> ReadTimelineAsync(
        VideoFile file, VideoInfo info, bool exact, CancellationToken cancellationToken)
    {
        string[] arguments =
        [
            "-v", "error", "-select_streams", PictureTrack,
            "-show_entries", exact ? "frame=best_effort_timestamp_time" : "packet=pts_time,flags",
            "-of", "csv=p=0", .. file.InputArguments,
        ];
        var stamps = new List<double>();
        await using var probe = FfmpegProcess.Start(file.Programs.Ffprobe, arguments, cancellationToken);
        while (await probe.OutputText.ReadLineAsync(CancellationToken.None).ConfigureAwait(false) is { } line)
        {
            var fields = line.Split(',');
            if (fields is [_, var flags, ..] && !exact && flags.Contains('D', StringComparison.Ordinal))
                continue; // decoded for others' sake but not shown
            if (double.TryParse(fields[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var stamp))
                stamps.Add(stamp);
            else if (fields[0] == "N/A" && !exact)
                return await ReadTimelineAsync(file, info, exact: true, cancellationToken).ConfigureAwait(false);
            else if (fields[0] == "N/A")
                stamps.Add(stamps.Count == 0 ? 0 : stamps[^1] + 1 / (info.FramesPerSecond ?? 25)); // no clock at all: the stated rate

            if (stamps.Count > file.Limits.MaxSourceFrames)
                throw new QwenException(
                    $"The {file.Name} holds more than {file.Limits.MaxSourceFrames} frames: cut it, or raise VideoLimits.MaxSourceFrames.");
        }

        var (_, complaint) = await probe.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (stamps.Count == 0)
            throw file.Unreadable(complaint);
        return (VideoTimeline.Create(stamps, info.FramesPerSecond), complaint);
    }

    private static VideoInfo Describe(JsonElement stream, JsonElement format)
    {
        var size = new PixelSize(Integer(stream, "width"), Integer(stream, "height"));
        var rotation = 0.0;
        if (stream.TryGetProperty("side_data_list", out var sideData))
        {
            foreach (var entry in sideData.EnumerateArray())
                rotation = entry.TryGetProperty("rotation", out var value) ? value.GetDouble() : rotation;
        }

        // ffmpeg turns by quarters where the angle is within a degree of one
        if (Math.Abs(Math.Abs(Math.IEEERemainder(rotation, 180)) - 90) < 1)
            size = new PixelSize(size.Height, size.Width);
        return new VideoInfo(size, Rate(stream), Number(format, "start_time"), Number(stream, "duration") ?? Number(format, "duration"));
    }

    private static void CheckLimits(VideoFile file, VideoInfo info, string complaint)
    {
        if (info.Size.Width < 1 || info.Size.Height < 1)
            throw file.Unreadable(complaint);
        if (info.Size.Area > Math.Min(file.Limits.MaxFramePixels, Array.MaxLength / 3))
            throw new QwenException(
                $"The {file.Name} has frames of {info.Size} pixels, more than the limit of {file.Limits.MaxFramePixels}: " +
                "shrink it with ffmpeg, or raise VideoLimits.MaxFramePixels.");
        if (info.DurationSeconds > file.Limits.MaxSeconds)
            throw new QwenException(FormattableString.Invariant(
                $"The {file.Name} lasts {info.DurationSeconds:0} s, more than the limit of {file.Limits.MaxSeconds:0} s: ") +
                "cut it, or raise VideoLimits.MaxSeconds.");
    }

    private static int Integer(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetInt32(out var number) ? number : 0;

    private static double? Number(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) &&
        double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : null;

    /// <summary>The average rate, a fraction such as 30000/1001; null where it is 0/0.</summary>
    private static double? Rate(JsonElement stream)
    {
        var parts = stream.TryGetProperty("avg_frame_rate", out var value) ? value.GetString()!.Split('/') : [];
        return parts.Length == 2 &&
            double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var numerator) && numerator > 0 &&
            double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var denominator) && denominator > 0
                ? numerator / denominator
                : null;
    }
}
