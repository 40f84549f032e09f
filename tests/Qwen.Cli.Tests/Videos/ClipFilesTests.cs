using System.Diagnostics;
using Qwen.Cli.Terminal;
using Qwen.Cli.Videos;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Videos;
using Spectre.Console;

namespace Qwen.Cli.Tests.Videos;

/// <summary>What is said of clips that were cut: how much more of the film a copy holds than was found.</summary>
public sealed class ClipFilesTests
{
    [Fact]
    public async Task A_copy_that_begins_at_an_earlier_key_frame_says_how_much_longer_it_is()
    {
        using var folder = new TempFolder();
        var film = Make(folder, "film.mkv");
        Assert.Matches(
            @"^Clip: .*between\.mkv \([67]\.[0-9] s, [45]\.[0-9] s more than was found: "
                + @"it is copied, and a copy begins at a key frame\)\s*$",
            await CutAsync(film, folder.File("between.mkv"), 14, 16));

        Assert.Matches(@"^Clip: .*at\.mkv\s*$", await CutAsync(film, folder.File("at.mkv"), 10, 14));
    }

    [Fact]
    public async Task What_cannot_be_copied_is_encoded_anew_and_what_cannot_be_written_says_why()
    {
        using var folder = new TempFolder();
        var film = Make(folder, "film.mkv");
        Assert.EndsWith(" (encoded anew)", (await CutAsync(film, folder.File("clip.gif"), 14, 16)).TrimEnd(), StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<QwenException>(() => CutAsync(film, folder.File("clip.xyz"), 14, 16));
        Assert.DoesNotContain(": .", error.Message, StringComparison.Ordinal);
        if (!OperatingSystem.IsLinux())
            return;
        error = await Assert.ThrowsAsync<QwenException>(() => CutAsync(film, "/proc/clip.mkv", 14, 16));
        Assert.Contains("cannot write '/proc/clip.mkv': No such file or directory.", error.Message, StringComparison.Ordinal);
    }

    private static async Task<string> CutAsync(string film, string path, double start, double end)
    {
        var notes = new StringWriter();
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(notes), Ansi = AnsiSupport.No, Interactive = InteractionSupport.No,
        });
        terminal.Profile.Width = 4096;
        var console = new CliConsole(TextReader.Null, TextWriter.Null, terminal, Interactive: false);
        using var video = await OpenVideo.OpenAsync(film, cancellationToken: TestContext.Current.CancellationToken);
        await new ClipFiles(console, path, 1).CutAsync(video, start, end, TestContext.Current.CancellationToken);
        return notes.ToString();
    }

    // twenty seconds with a key frame every ten
    private static string Make(TempFolder folder, string name)
    {
        try
        {
            string[] arguments =
            [
                "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=64x48:rate=5", "-t", "20", "-c:v", "mpeg4", "-g", "50",
                "-bf", "0", "-sc_threshold", "1000000000", folder.File(name),
            ];
            using var ffmpeg = Process.Start("ffmpeg", arguments);
            ffmpeg.WaitForExit();
            Assert.Equal(0, ffmpeg.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("ffmpeg is not installed (Debian and Ubuntu: apt-get install ffmpeg).");
        }

        return folder.File(name);
    }
}
