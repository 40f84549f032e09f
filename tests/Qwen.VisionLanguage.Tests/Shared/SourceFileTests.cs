using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Tests.Images;
using Qwen.VisionLanguage.Tests.Videos;
using Qwen.VisionLanguage.Videos;

namespace Qwen.VisionLanguage.Tests.Shared;

/// <summary>Only regular files are opened, none is waited for, and what was opened is what is read.</summary>
public sealed class SourceFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("/dev/zero", "is a device")]
    [InlineData("/dev/null", "is a device")]
    [InlineData("/dev/tty", "")]
    [InlineData("/proc/self/mem", "")]
    [InlineData("/", "is a folder")]
    [InlineData("/proc/self/fd/0", "")]
    [InlineData("/no/such/file", "There is no file")]
    [InlineData("/dev/null/a", "There is no file")]
    [InlineData("a\0b", "zero character")]
    public async Task What_is_no_regular_file_is_refused(string path, string reason)
    {
        Skip();
        try
        {
            using var file = SourceFile.Open(path);
            Assert.Empty(reason); // a few that pretend to be regular: they must not block either
            await file.ReadAllAsync(100, "", TestContext.Current.CancellationToken);
        }
        catch (QwenException error)
        {
            Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(path));
    }

    [Fact]
    public async Task A_pipe_is_refused_at_once()
    {
        Skip();
        using (var make = System.Diagnostics.Process.Start("mkfifo", [folder.File("pipe.mp4")]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(folder.File("link.mp4"), "pipe.mp4");
        foreach (var name in new[] { "pipe.mp4", "link.mp4" })
        {
            Assert.Contains(
                "is a pipe", Assert.Throws<QwenException>(() => SourceFile.Open(folder.File(name))).Message, StringComparison.Ordinal);
            Assert.Contains(
                "is a pipe",
                (await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(folder.File(name)))).Message,
                StringComparison.Ordinal);
            await Assert.ThrowsAsync<QwenException>(
                () => OpenVideo.OpenAsync(folder.File(name), cancellationToken: TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_file_without_permission_is_told_and_a_long_name_as_well()
    {
        Skip();
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(folder.File(new string('a', 300))));
        await Assert.ThrowsAsync<QwenException>(() => PrepareAsync(folder.File(string.Join('/', Enumerable.Repeat("abcdefgh", 1000)))));
        Assert.Throws<ArgumentException>(() => SourceFile.Open(""));
    }

    [Fact]
    public async Task A_video_stays_the_one_that_was_opened_whatever_becomes_of_its_name()
    {
        Skip();
        var (first, second) = (folder.File("first.mp4"), folder.File("second.mp4"));
        Ffmpeg.Make(first, "-f", "lavfi", "-i", "color=red:size=64x48:rate=10", "-t", "1", "-c:v", "mpeg4");
        Ffmpeg.Make(second, "-f", "lavfi", "-i", "color=blue:size=96x64:rate=10", "-t", "2", "-c:v", "mpeg4");
        using var file = SourceFile.Open(first);
        using var video = await OpenVideo.OpenAsync(first, cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(first);
        File.CreateSymbolicLink(first, second);

        var vision = await VideoPreparer.PrepareAsync(
            file, Published.Preprocessor, Published.Vision, new VideoOptions(), null, TestContext.Current.CancellationToken);
        Assert.Equal(new PixelSize(64, 48), vision.SourceSize);
        var frames = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            video.ReadAsync([0, 0.5], new PixelSize(56, 56), TestContext.Current.CancellationToken)));
        Assert.All(frames, pair => Assert.All(pair, frame => Assert.True(frame.Picture.Pixels[0] > 200 && frame.Picture.Pixels[2] < 50)));
        await video.CutAsync(0, 0.5, folder.File("cut.mp4"), TestContext.Current.CancellationToken);
        using var cut = await OpenVideo.OpenAsync(folder.File("cut.mp4"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(new PixelSize(64, 48), cut.Size);
    }

    private static Task<PreparedVision> PrepareAsync(string path) => VideoPreparer.PrepareAsync(
        path, Published.Preprocessor, Published.Vision, cancellationToken: TestContext.Current.CancellationToken);

    private static void Skip()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Files of these kinds are Unix's.");
    }
}
