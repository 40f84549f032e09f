using Qwen.Testing;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>A folder with an ffmpeg and an ffprobe that do something else.</summary>
internal sealed class FakeProgram : IDisposable
{
    private readonly TempFolder folder = new();

    /// <summary>Writes both as scripts of the shell; null for the real ones.</summary>
    public FakeProgram(string? ffprobe, string? ffmpeg = null)
    {
        Videos.Ffmpeg.Require();
        if (OperatingSystem.IsWindows())
            Assert.Skip("There is no shell of this kind on Windows.");
        var real = Qwen.Shared.OutsidePrograms.FfmpegPrograms.Locate(null);
        Write("ffprobe", ffprobe ?? $"exec {real.Ffprobe} \"$@\"");
        Write("ffmpeg", ffmpeg ?? $"exec {real.Ffmpeg} \"$@\"");
    }

    /// <summary>For <see cref="Qwen.VisionLanguage.Videos.VideoOptions.FfmpegPath"/>.</summary>
    public string Path => folder.Path;

    public void Dispose() => folder.Dispose();

    private void Write(string name, string script)
    {
        File.WriteAllText(folder.File(name), "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.File(name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
