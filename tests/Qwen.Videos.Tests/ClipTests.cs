using Qwen.Testing;
using Qwen.Videos;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Videos;

namespace Qwen.Videos.Tests;

public class ClipTests
{
    [Theory]
    [InlineData("clip.mp4", true)]
    [InlineData("-clip 'a'.mkv", true)]
    [InlineData("clip.webm", false)] // that container takes another coding
    public async Task A_clip_holds_what_was_cut_and_little_else(string name, bool isCopied)
    {
        using var film = new Film();
        await film.WriteAsync(
            "film.mkv", [.. Enumerable.Range(0, 400).Select(i => new FilmFrame(i / 10.0, i, 0))]); // a key frame every 10 s
        using var video = await OpenVideo.OpenAsync(film.File("film.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(isCopied, await video.CutAsync(12, 15.5, film.File(name), TestContext.Current.CancellationToken));

        using var clip = await OpenVideo.OpenAsync(film.File(name), cancellationToken: TestContext.Current.CancellationToken);
        var frames = await clip.ReadAsync(clip.FrameSeconds.ToArray(), clip.Size, TestContext.Current.CancellationToken);
        int[] numbers = [.. frames.Select(frame => FilmFrame.ReadNumber(frame.Picture))];
        if (isCopied)
        {
            Assert.Empty(Enumerable.Range(120, 35).Except(numbers));
            Assert.InRange(numbers[0], 100, 120); // a copy begins with its key frame
            Assert.InRange(numbers[^1], 154, 156);
        }
        else
        {
            Assert.InRange(clip.FrameSeconds.Length, 34, 36);
            Assert.InRange(clip.Duration, 3.4, 3.6);
        }

        Assert.Equal([name, "film.mkv"], Directory.GetFiles(film.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_cut_is_said_and_leaves_nothing_behind()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 20).Select(i => new FilmFrame(i / 10.0, i, 0))]);
        using var video = await OpenVideo.OpenAsync(film.File("film.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<QwenException>(
            () => video.CutAsync(5, 6, film.File("a.mp4"), TestContext.Current.CancellationToken));
        Assert.Contains("lasts 2 s", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<QwenException>(
            () => video.CutAsync(0, 1, film.File("a.nonsense"), TestContext.Current.CancellationToken));
        Assert.Contains("give another extension", error.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(film.Folder));
    }

    [Fact]
    public async Task A_contact_sheet_shows_its_frames()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 100).Select(i => new FilmFrame(i / 10.0, i, 0))]);
        using var video = await OpenVideo.OpenAsync(film.File("film.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        var sheet = ImageDecoder.Decode(await ContactSheet.DrawPngAsync(video, [7, 1, 4, 2, 9.9], TestContext.Current.CancellationToken));
        Assert.Equal(new PixelSize(4 * 248 + 8, 2 * (135 + 30) + 8), sheet.Size);
        int[] shown =
        [
            .. Enumerable.Range(0, 5).Select(i => FilmFrame.ReadNumber(Crop(sheet, 8 + i % 4 * 248, 8 + i / 4 * 165, 240, 135)))
        ];
        Assert.Equal([10, 20, 40, 70, 99], shown);
        await Assert.ThrowsAsync<QwenException>(() => ContactSheet.DrawPngAsync(video, [20], TestContext.Current.CancellationToken));
        Assert.Equal(["00:00.00", "01:32.40", "1:00:00.05"], new[] { 0, 92.4, 3600.05 }.Select(ContactSheet.FormatTime));
    }

    [Fact]
    public async Task A_contact_sheet_of_what_was_found_shows_the_span_of_each()
    {
        using var film = new Film();
        await film.WriteAsync("film.mkv", [.. Enumerable.Range(0, 100).Select(i => new FilmFrame(i / 10.0, i, 0))]);
        using var video = await OpenVideo.OpenAsync(film.File("film.mkv"), cancellationToken: TestContext.Current.CancellationToken);
        FoundEvent[] found = [Found(6, 8), Found(1, 3), Found(2, 2)];

        var sheet = ImageDecoder.Decode(await ContactSheet.DrawPngAsync(video, found, TestContext.Current.CancellationToken));
        Assert.Equal(new PixelSize(3 * 248 + 8, 135 + 30 + 8), sheet.Size);

        // in the order of the film, also where two have the same middle
        Assert.Equal([20, 20, 70], Enumerable.Range(0, 3).Select(i => FilmFrame.ReadNumber(Crop(sheet, 8 + i * 248, 8, 240, 135))));

        // two times are wider than one, and stay below their frame
        var widths = Enumerable.Range(0, 3).Select(i => TextWidth(Crop(sheet, 8 + i * 248, 8 + 137, 248, 20))).ToArray();
        Assert.True(widths[0] > 1.8 * widths[1], string.Join(' ', widths));
        Assert.All(widths, width => Assert.InRange(width, 30, 240));
        Assert.Equal("00:01.00 – 00:03.00", ContactSheet.FormatSpan(1, 3));
        Assert.Equal("00:02.00", ContactSheet.FormatSpan(2, 2.001));

        static FoundEvent Found(double start, double end) => new()
        {
            Start = start, End = end, Precision = 0.1, Notes = [], RawText = [],
            Frame = new KeyFrame { Seconds = (start + end) / 2 },
        };

        static int TextWidth(RgbImage text)
        {
            var dark = Enumerable.Range(0, text.Width)
                .Where(x => Enumerable.Range(0, text.Height).Any(y => text.Pixels[(y * text.Width + x) * 3] < 100))
                .ToArray();
            return dark.Length == 0 ? 0 : dark[^1] - dark[0];
        }
    }

    private static RgbImage Crop(RgbImage picture, int left, int top, int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
            picture.Pixels.AsSpan(((top + y) * picture.Width + left) * 3, width * 3).CopyTo(pixels.AsSpan(y * width * 3));
        return new RgbImage(width, height, pixels);
    }
}
