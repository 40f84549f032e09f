namespace Qwen.Shared.OutsidePrograms;

/// <summary>Where ffmpeg and ffprobe are.</summary>
/// <param name="Ffmpeg">The program that decodes: its full path, or its name where it was not found.</param>
/// <param name="Ffprobe">The program that looks into files.</param>
internal sealed record FfmpegPrograms(string Ffmpeg, string Ffprobe)
{
    /// <summary>Environment variable that names ffmpeg or its folder.</summary>
    public const string EnvironmentVariable = "QWENVL_FFMPEG";

    /// <summary>How to get it, for messages.</summary>
    public const string HowToInstall =
        "Install it (Debian and Ubuntu: apt-get install ffmpeg; Windows: winget install ffmpeg; macOS: brew install ffmpeg)";

    /// <summary>The programs that an option names, else the environment, else those on the search path.</summary>
    public static FfmpegPrograms Locate(string? path)
    {
        if (string.IsNullOrWhiteSpace(path))
            path = Environment.GetEnvironmentVariable(EnvironmentVariable);
        if (string.IsNullOrWhiteSpace(path))
            return new(Find("ffmpeg"), Find("ffprobe"));
        if (Directory.Exists(path))
        {
            return new(
                Find(Path.Combine(path, ProgramFinder.WithExtension("ffmpeg"))),
                Find(Path.Combine(path, ProgramFinder.WithExtension("ffprobe"))));
        }

        var program = Find(path);
        return new(program, Find(Path.Combine(Path.GetDirectoryName(program) ?? "", "ffprobe" + Path.GetExtension(path))));
    }

    private static string Find(string name) => ProgramFinder.Find(name) ?? name;
}
