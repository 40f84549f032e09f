using Qwen.Shared.OutsidePrograms;

namespace Qwen.VisionLanguage.Videos;

/// <summary>Starts ffmpeg and ffprobe within the limits of a video, and reads what they complain about.</summary>
internal static class FfmpegRun
{
    // honest headers take a tenth of a second of a processor; what a disk takes to wake up is none of it
    private const int ProbingShare = 12;

    /// <summary>Starts a program.</summary>
    /// <param name="file">The video it is started for.</param>
    /// <param name="program">One of <see cref="VideoFile.Programs"/>.</param>
    /// <param name="arguments">One string for each argument.</param>
    /// <param name="maxOutput">Most bytes that it may write, to the log as well where that is not collected.</param>
    /// <param name="cancellationToken">Kills the program.</param>
    /// <param name="collectLog">Whether both ends of the log are kept; if not, the caller reads it.</param>
    /// <param name="isProbe">Whether only the header is looked into, which is soon done.</param>
    /// <exception cref="QwenException">The program is not there or cannot be started.</exception>
    public static OutsideProgram Start(
        VideoFile file, string program, IEnumerable<string> arguments, long maxOutput, CancellationToken cancellationToken,
        bool collectLog = true, bool isProbe = false)
    {
        if (!File.Exists(program))
        {
            throw new QwenException(
                $"'{program}' is not there, and videos are read with ffmpeg. {FfmpegPrograms.HowToInstall}, or name its folder in " +
                $"VideoOptions.FfmpegPath or in the environment variable {FfmpegPrograms.EnvironmentVariable}.");
        }

        var (handle, isOwned) = OperatingSystem.IsWindows() ? (null, false) : file.Source.ForProgram();
        using var copy = isOwned ? handle : null;
        var limits = file.Limits;
        var isShort = isProbe && limits.MaxProbingTime < limits.MaxReadingTime;
        var request = new ProgramRequest(program, [.. arguments])
        {
            File = handle,
            Work = $"Reading the {file.Name}",
            MaxTime = isShort ? limits.MaxProbingTime : limits.MaxReadingTime,
            TimeAdvice = isShort ? VideoFile.ProbingAdvice : VideoFile.TimeAdvice,
            MaxIdle = new ProgramBound(limits.MaxIdleTime, VideoFile.IdleAdvice),
            MaxProcessor = isProbe ? new ProgramBound(limits.MaxProbingTime / ProbingShare, VideoFile.BusyAdvice) : null,
            MaxOutput = maxOutput,
            OutputAdvice = "It may be damaged: get it again, or convert it with ffmpeg to MP4.",
            MaxMemory = limits.MaxMemory,
            CollectLog = collectLog,
        };
        return OutsideProgram.Start(request, cancellationToken);
    }

    /// <summary>
    /// The first lines of the log without the addresses that ffmpeg puts before them ("[mov @ 0x55…]"); empty where it did not complain.
    /// </summary>
    public static string Complaint(ProgramResult result)
    {
        var lines = result.Log
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.StartsWith('[') ? line[(line.LastIndexOf("] ", StringComparison.Ordinal) + 1)..].Trim() : line)
            .Where(line => !line.StartsWith("file:", StringComparison.Ordinal))
            .Where(line => !line.StartsWith(OutsideProgram.FilePath, StringComparison.Ordinal))
            .Distinct()
            .Take(3);
        return string.Join("; ", lines);
    }

    /// <summary>
    /// Why it failed, in words that are never empty: its complaint; where that only names a file, what it says of it; else how it ended.
    /// </summary>
    public static string Reason(ProgramResult result)
    {
        if (Complaint(result) is { Length: > 0 } complaint)
            return complaint;
        var last = result.Log.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";
        var words = last[(last.LastIndexOf(": ", StringComparison.Ordinal) + 1)..].Trim();
        return words.Length > 0 ? words : FormattableString.Invariant($"it ended with exit code {result.ExitCode} and said nothing");
    }
}
