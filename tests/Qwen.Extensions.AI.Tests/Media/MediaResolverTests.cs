using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Extensions.AI.Tests.Media;

public sealed class MediaResolverTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Every_form_in_memory_gives_the_bytes()
    {
        MediaSource[] forms =
        [
            Bytes,
            new ReadOnlyMemory<byte>(Bytes),
            new Memory<byte>([0, 1, 2, 3])[1..],
            new DataContent(Bytes, "image/png"),
            "data:image/png;base64,AQID",
            new Uri("data:image/png;base64,AQID"),
            new UriContent(new Uri("data:image/png;base64,AQID"), "image/png"),
        ];
        foreach (var source in forms)
        {
            using var media = await Resolver().ResolveAsync(source, default);
            Assert.Equal(Bytes, media.Bytes.ToArray());
        }
    }

    [Fact]
    public async Task A_file_is_opened_by_path_and_by_address()
    {
        var path = temporary.Write("open/a b.png", Bytes);
        foreach (MediaSource source in new MediaSource[]
        {
            path,
            new Uri(path),
            new UriContent(new Uri(path), "image/png"),
            new Uri(path).AbsoluteUri
        })
        {
            using var media = await Resolver(Path.Combine(temporary.FullPath, "open")).ResolveAsync(source, default);
            Assert.Equal(path, media.File!.Path);
            Assert.Equal(Bytes, (await media.ReadAllAsync(3, "Limit", default)).ToArray());
            Assert.Contains(
                "Limit",
                (await Assert.ThrowsAsync<QwenException>(async () => await media.ReadAllAsync(2, "Limit", default))).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pixels_are_taken_as_they_are()
    {
        var picture = new RgbImage(1, 1, Bytes);
        using var media = await Resolver().ResolveAsync(picture, default);
        Assert.Same(picture, media.Picture);
    }

    [Theory]
    [InlineData("/etc/hostname", "no folder is allowed: the host sets TheOptions.Folders")]
    [InlineData("picture.png", "no folder is allowed: the host sets TheOptions.Folders")]
    [InlineData("https://example.org/a.png", "unless the host sets TheOptions.Fetcher")]
    [InlineData("ftp://example.org/a.png", "cannot be read")]
    [InlineData("data:image/png;base64,???", "damaged")]
    [InlineData("data:", "damaged")]
    [InlineData("", "is no picture")]
    [InlineData(" \t", "is no picture")]
    [InlineData("a\0b", "is no picture")]
    [InlineData(null, "There is no picture")]
    public async Task What_may_not_or_cannot_be_read_is_said_with_the_setting_that_the_caller_has(string? text, string message)
    {
        var error = await Assert.ThrowsAsync<QwenException>(async () => await Resolver().ResolveAsync(text, default));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_elsewhere_is_refused_with_the_setting_that_the_caller_has()
    {
        temporary.Write("open/a.png", Bytes);
        var resolver = Resolver(Path.Combine(temporary.FullPath, "open"));
        var error = await Assert.ThrowsAsync<QwenException>(async () => await resolver.ResolveAsync("/etc/hostname", default));
        Assert.EndsWith("lies outside the folders in TheOptions.Folders.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_fetches_nothing_names_no_setting_for_it()
    {
        var resolver = new MediaResolver("video", "video/mp4", [], "'folders'", fetcher: null, fetcherSetting: null);
        var error = await Assert.ThrowsAsync<QwenException>(async () => await resolver.ResolveAsync("https://example.org/a.mp4", default));
        Assert.Contains("nothing is fetched. Give", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_is_read_to_its_end_or_refused()
    {
        using var stream = new MemoryStream(new byte[200_000]);
        var source = await MediaSource.LoadFromAsync(stream, 200_000, TestContext.Current.CancellationToken);
        for (var i = 0; i < 2; i++)
        {
            using var media = await Resolver().ResolveAsync(source, default);
            Assert.Equal(200_000, media.Bytes.Length);
        }

        stream.Position = 0;
        var error = await Assert.ThrowsAsync<QwenException>(
            () => MediaSource.LoadFromAsync(stream, 199_999, TestContext.Current.CancellationToken));
        Assert.Contains("'maxBytes'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_null_stays_null()
    {
        MediaSource?[] none = [(byte[]?)null, (string?)null, (Uri?)null, (DataContent?)null, (UriContent?)null, (RgbImage?)null];
        Assert.All(none, Assert.Null);
    }

    private static MediaResolver Resolver(params string[] folders) =>
        new("picture", "image/png", folders, "TheOptions.Folders", fetcher: null, "TheOptions.Fetcher");
}
