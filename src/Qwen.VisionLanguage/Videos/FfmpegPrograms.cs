namespace Qwen.VisionLanguage.Videos;

/// <summary>Where ffmpeg and ffprobe are.</summary>
/// <param name="Ffmpeg">The program that decodes.</param>
/// <param name="Ffprobe">The program that looks into files.</param>
internal sealed record FfmpegPrograms(string Ffmpeg, string Ffprobe)
{
    /// <summary>Environment variable that names ffmpeg or its folder.</summary>
    public const string EnvironmentVariable = "QWENVL_FFMPEG";

    /// <summary>The programs that an option names, else the environment, else those on the search path.</summary>
    public static FfmpegPrograms Locate(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            path = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (string.IsNullOrWhiteSpace(path))
            return new("ffmpeg", "ffprobe");

        var extension = OperatingSystem.IsWindows() ? ".exe" : "";
        if (Directory.Exists(path))
            return new(Path.Combine(path, "ffmpeg" + extension), Path.Combine(path, "ffprobe" + extension));
        return new(path, Path.Combine(Path.GetDirectoryName(path) ?? "", "ffprobe" + Path.GetExtension(path)));
    }
}
