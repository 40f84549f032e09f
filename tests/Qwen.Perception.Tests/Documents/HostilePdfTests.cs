using Qwen.Extensions.AI.Media;
using Qwen.Shared.OutsidePrograms;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Perception.Tests.Documents;

/// <summary>PDF files that are made to hurt end in a picture or in a sentence, soon, and neither read, make nor leave anything.</summary>
public sealed class HostilePdfTests : IDisposable
{
    private static readonly PdfOptions Options = new()
    {
        MaxProcessorTime = TimeSpan.FromSeconds(1),
        MaxMemory = 512 << 20,
        MaxPixels = 100_000,
    };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hostile-pdf-");

    public static TheoryData<string> Names => [.. HostilePdfs.All.Keys];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_hostile_file_ends_in_a_picture_or_in_a_sentence(string name)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftoppm"), "poppler is not installed.");
        var secret = Path.Combine(folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, "0 0 100 100 re f", TestContext.Current.CancellationToken);
        try
        {
            using var pdf = await PdfFile.OpenAsync(HostilePdfs.All[name](secret), Options, TestContext.Current.CancellationToken);
            using var page = SKBitmap.Decode(await pdf.RenderAsync(1, TestContext.Current.CancellationToken));
            Assert.InRange(page.Width * page.Height, 1, 2 * Options.MaxPixels);
            if (name.EndsWith("another file", StringComparison.Ordinal))
                Assert.Equal(SKColors.White, page.GetPixel(page.Width / 2, page.Height / 2));
        }
        catch (QwenException error)
        {
            Assert.InRange(error.Message.Length, 20, 1000);
            Assert.DoesNotContain(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
            TestContext.Current.TestOutputHelper?.WriteLine(error.Message);
        }

        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*"));
        Assert.Single(folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_page_that_keeps_poppler_busy_is_named()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/pdftoppm"), "poppler is not installed.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux counts all that a program starts.");
        using var pdf = await PdfFile.OpenAsync(
            HostilePdfs.All["ten forms in each of ten forms"](""), Options, TestContext.Current.CancellationToken);
        var error = await Assert.ThrowsAsync<QwenException>(() => pdf.RenderAsync(1, TestContext.Current.CancellationToken));
        Assert.StartsWith("Rendering page 1 of the PDF file: 'pdftoppm' took more than 1 seconds", error.Message, StringComparison.Ordinal);
    }
}
