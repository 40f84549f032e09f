using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Perception.Pictures;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests.Pictures;

public sealed class PictureSourceTests : IDisposable
{
    private static readonly byte[] Bytes = [1, 2, 3];
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-pictures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<object> Forms =>
    [
        Bytes,
        new ReadOnlyMemory<byte>(Bytes),
        new DataContent(Bytes, "image/png"),
        "data:image/png;base64,AQID",
        new Uri("data:image/png;base64,AQID"),
        JsonSerializer.SerializeToElement("data:image/png;base64,AQID"),
    ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_form_gives_the_bytes(object picture) =>
        Assert.Equal(Bytes, (await new PictureSource(new QwenPictureOptions()).ReadAsync(picture, default)).ToArray());

    [Theory]
    [InlineData("/etc/hostname", "no folder is allowed")]
    [InlineData("picture.png", "no folder is allowed")]
    [InlineData("https://example.org/a.png", "MediaFetcher")]
    [InlineData("ftp://example.org/a.png", "cannot be read")]
    [InlineData("data:image/png;base64,???", "damaged")]
    [InlineData("", "no picture")]
    [InlineData(42, "Int32")]
    [InlineData(null, "There is no picture")]
    public async Task What_may_not_or_cannot_be_read_is_said(object? picture, string message)
    {
        var source = new PictureSource(new QwenPictureOptions());
        var error = await Assert.ThrowsAsync<QwenException>(async () => await source.ReadAsync(picture, default));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_from_an_allowed_folder_only()
    {
        var file = Path.Combine(folder, "a.png");
        await File.WriteAllBytesAsync(file, Bytes);
        var source = new PictureSource(new QwenPictureOptions { AllowedFolders = [folder] });
        Assert.Equal(Bytes, (await source.ReadAsync(file, default)).ToArray());
        await Assert.ThrowsAsync<QwenException>(async () => await source.ReadAsync(Path.Combine(folder, "..", "b.png"), default));
    }
}
