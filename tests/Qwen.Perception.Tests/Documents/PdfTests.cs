using System.Text;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Shared.OutsidePrograms;
using Qwen.Shared.Pdf;
using Qwen.VisionLanguage;
using SkiaSharp;

namespace Qwen.Perception.Tests.Documents;

/// <summary>PDF files through poppler itself; skipped where it is not installed.</summary>
public sealed class PdfTests
{
    private const string Answer = "<html><body><p data-bbox=\"0 0 28 28\">Text</p></body></html>";
    private static readonly QwenDocumentOptions Options = new() { Pdf = new PdfOptions { Dpi = 144 } };
    private readonly PagesClient client = new(Answer);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_are_rendered_at_their_own_sizes()
    {
        RequirePoppler();
        var file = Create((200, 300, SKColors.Red), (400, 100, SKColors.Lime), (250, 250, SKColors.Blue));
        var result = await new DocumentsTasks(client, Options).ParseDocumentAsync(file, cancellationToken: Token);
        Assert.Equal(
            [new PictureSize(400, 600), new PictureSize(800, 200), new PictureSize(500, 500)],
            result.Pages.Select(page => page.PictureSize));
        Assert.Equal([1, 2, 3], result.Pages.Select(page => page.Page));
        Assert.Equal([SKColors.Red, SKColors.Lime, SKColors.Blue], Enumerable.Range(0, 3).Select(page => MiddleOf(client.PictureOf(page))));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task Only_the_pages_wanted_are_asked_about()
    {
        RequirePoppler();
        var file = Create((100, 100, SKColors.Red), (100, 100, SKColors.Lime), (100, 100, SKColors.Blue));
        var result = await new DocumentsTasks(client, Options).ParseDocumentAsync(file, "3", cancellationToken: Token);
        Assert.Equal(3, Assert.Single(result.Pages).Page);
        Assert.Equal(SKColors.Blue, MiddleOf(Assert.Single(client.Requests.Select((_, i) => client.PictureOf(i)))));
    }

    [Fact]
    public async Task A_turned_page_is_upright()
    {
        RequirePoppler();
        var result = await new DocumentsTasks(client, Options)
            .ParseDocumentAsync(Write("/MediaBox [0 0 200 300] /Rotate 90"), cancellationToken: Token);
        Assert.Equal(new PictureSize(600, 400), result.Pages[0].PictureSize);
    }

    [Fact]
    public async Task A_cropped_page_is_what_a_reader_sees()
    {
        RequirePoppler();
        var result = await new DocumentsTasks(client, Options)
            .ParseDocumentAsync(Write("/MediaBox [0 0 500 500] /CropBox [100 100 200 300]"), cancellationToken: Token);
        Assert.Equal(new PictureSize(200, 400), result.Pages[0].PictureSize);
    }

    [Fact]
    public async Task A_giant_page_is_rendered_within_its_limit()
    {
        RequirePoppler();
        var options = Options with { Pdf = new PdfOptions { MaxPixels = 1_000_000 } };
        var result =
            await new DocumentsTasks(client, options).ParseDocumentAsync(Write("/MediaBox [0 0 14400 14400]"), cancellationToken: Token);
        Assert.InRange(result.Pages[0].PictureSize.Width, 990, 1001);
    }

    [Fact]
    public async Task Leaving_early_and_cancelling_leave_nothing_behind()
    {
        RequirePoppler();
        var file = Create((100, 100, SKColors.Red), (100, 100, SKColors.Lime));
        await foreach (var page in new DocumentsTasks(client, Options).StreamPagesAsync(file, cancellationToken: Token))
        {
            Assert.Equal(1, page.Page);
            break;
        }

        AssertNothingIsLeft();
        using var stop = new CancellationTokenSource();
        var stopping = new DocumentsTasks(new PagesClient(Answer) { Asked = _ => stop.Cancel() }, Options);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopping.ParseDocumentAsync(file, cancellationToken: stop.Token));
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_password_is_asked_for_and_used()
    {
        RequirePoppler();
        var file = Write("/MediaBox [0 0 100 200]", ProtectedPdf.Trailer("open sesame", "owner's"));
        await AssertFails(file, Options.Pdf, "PdfOptions.Password");
        await AssertFails(file, Options.Pdf with { Password = "open" }, "another password");
        foreach (var password in new[] { "open sesame", "owner's" })
        {
            var options = Options with { Pdf = Options.Pdf with { Password = password } };
            var result = await new DocumentsTasks(client, options).ParseDocumentAsync(file, cancellationToken: Token);
            Assert.Equal(new PictureSize(200, 400), Assert.Single(result.Pages).PictureSize);
        }

        AssertNothingIsLeft();
    }

    [Fact]
    public async Task A_damaged_file_is_said_without_paths_of_this_machine()
    {
        RequirePoppler();
        var error = await AssertFails(Encoding.ASCII.GetBytes("%PDF-1.4\nnothing of the kind"), Options.Pdf, "The PDF file cannot be read");
        Assert.DoesNotContain(Path.GetTempPath(), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_of_size_time_and_memory_hold()
    {
        RequirePoppler();
        var file = Create((100, 100, SKColors.Red));
        await AssertFails(file, new PdfOptions { MaxBytes = 100 }, "more than the limit of 100");
        await AssertFails(file, new PdfOptions { MaxTime = TimeSpan.FromTicks(1) }, "took longer");
        if (OperatingSystem.IsLinux())
            // not even the libraries of the first program fit
            await AssertFails(file, new PdfOptions { MaxMemory = 1 << 19 }, "cannot be read");
    }

    [Fact]
    public async Task Without_poppler_it_says_how_to_install_it()
    {
        var empty = Directory.CreateTempSubdirectory("no-poppler-");
        try
        {
            await AssertFails(
                Create((100, 100, SKColors.Red)), new PdfOptions { PopplerPath = empty.FullName }, "apt-get install poppler-utils");
        }
        finally
        {
            empty.Delete();
        }
    }

    [Fact]
    public async Task Damaged_files_never_do_worse_than_fail()
    {
        RequirePoppler();
        var whole = Create((60, 60, SKColors.Red), (60, 60, SKColors.Lime));
        var random = new Random(19_930_615);
        var read = 0;
        for (var round = 0; round < 25; round++)
        {
            var file = whole.ToArray();
            for (var changes = 0; changes < 12; changes++)
                file[random.Next(8, file.Length)] = (byte)random.Next(256);
            try
            {
                read += (await new DocumentsTasks(client, Options).ParseDocumentAsync(file, cancellationToken: Token)).Pages.Count;
            }
            catch (QwenException)
            {
                // said in a sentence
            }
        }

        Assert.True(read > 0);
        AssertNothingIsLeft();
    }

    private async Task<QwenException> AssertFails(byte[] file, PdfOptions options, string message)
    {
        var plugin = new DocumentsTasks(client, new QwenDocumentOptions { Pdf = options });
        var error = await Assert.ThrowsAsync<QwenException>(() => plugin.ParseDocumentAsync(file, cancellationToken: Token));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        AssertNothingIsLeft();
        return error;
    }

    private static void AssertNothingIsLeft() => Assert.Empty(Directory.GetFiles(Path.GetTempPath(), TemporaryFile.NamePrefix + "*"));

    internal static void RequirePoppler()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        var named = Environment.GetEnvironmentVariable("QWENVL_POPPLER") is { Length: > 0 };
        if (!named
            && !folders.Any(folder => File.Exists(Path.Combine(folder, "pdftoppm")) || File.Exists(Path.Combine(folder, "pdftoppm.exe"))))
            Assert.Skip("poppler is not installed (Debian and Ubuntu: apt-get install poppler-utils).");
    }

    // one page a colour, sizes in points
    private static byte[] Create(params (float Width, float Height, SKColor Colour)[] pages)
    {
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream))
        {
            foreach (var (width, height, colour) in pages)
            {
                document.BeginPage(width, height).Clear(colour);
                document.EndPage();
            }

            document.Close();
        }

        return stream.ToArray();
    }

    // a page by hand, for what Skia does not write; readers rebuild the missing table of offsets
    private static byte[] Write(string page, string trailer = "") => Encoding.ASCII.GetBytes(
        $"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n" +
        $"3 0 obj << /Type /Page /Parent 2 0 R {page} >> endobj\ntrailer << /Root 1 0 R {trailer} >>\n%%EOF\n");

    private static SKColor MiddleOf(byte[] picture)
    {
        using var bitmap = SKBitmap.Decode(picture);
        return bitmap.GetPixel(bitmap.Width / 2, bitmap.Height / 2);
    }
}
