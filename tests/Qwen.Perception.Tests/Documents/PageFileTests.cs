using BitMiracle.LibTiff.Classic;
using Qwen.Perception.Documents;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Documents;

/// <summary>Documents whose pages are pictures, and how many of them are taken.</summary>
public class PageFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_of_a_tiff_are_read_one_by_one()
    {
        using var pages = await PageFile.OpenAsync(Tiff(10, 20, 30), cancellationToken: Token);
        Assert.Equal(3, pages.PageCount);
        for (var page = 1; page <= 3; page++)
            Assert.Equal(10 * page, ImageDecoder.Decode(await pages.ReadAsync(page, Token)).Pixels[0]);
        await Assert.ThrowsAsync<QwenException>(() => pages.ReadAsync(4, Token));
        Assert.Equal([2, 3], pages.Choose("2-"));
        Assert.Throws<QwenException>(() => pages.Choose(null, maxPages: 2));
    }

    [Fact]
    public async Task A_picture_is_its_own_page()
    {
        var picture = TestPicture.Encode(30, 20);
        using var pages = await PageFile.OpenAsync(picture, cancellationToken: Token);
        Assert.Equal(1, pages.PageCount);
        Assert.Equal(picture, (await pages.ReadAsync(1, Token)).ToArray());
    }

    [Fact]
    public async Task A_tiff_is_parsed_page_by_page_and_a_question_about_it_says_which_was_seen()
    {
        var client = new PagesClient("<html><body><p>Words</p></body></html>");
        var parsed = await new DocumentsTasks(client).ParseDocumentAsync(Tiff(1, 2), cancellationToken: Token);
        Assert.Equal([1, 2], parsed.Pages.Select(page => page.Page));
        var read = await new ReadingTasks(new FixedAnswerClient("Words")).ReadTextAsync(Tiff(1, 2), cancellationToken: Token);
        Assert.Contains("The TIFF file has 2 pages, and the first one was looked at.", read.Notes);
        Assert.DoesNotContain(
            (await new ReadingTasks(new FixedAnswerClient("Words")).ReadTextAsync(Tiff(1), cancellationToken: Token)).Notes,
            note => note.Contains("TIFF", StringComparison.Ordinal));
        var list = await Assert.ThrowsAsync<QwenException>(
            () => new DocumentsTasks(client).ParseDocumentAsync([TestPicture.Encode(30, 20), Tiff(1, 2)], cancellationToken: Token));
        Assert.Contains("TIFF file of 2 pages", list.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tiff_comes_as_a_data_uri_too()
    {
        var uri = "data:image/tiff;base64," + Convert.ToBase64String(Tiff(7));
        var read = await new ReadingTasks(new FixedAnswerClient("Words")).ReadTextAsync(uri, cancellationToken: Token);
        Assert.Equal(new PictureSize(40, 40), read.PictureSize);
    }

    [Fact]
    public async Task A_question_about_a_pdf_says_what_to_do_with_it()
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => new ReadingTasks(new FixedAnswerClient("")).ReadTextAsync("%PDF-1.7 more"u8.ToArray(), cancellationToken: Token));
        Assert.Contains("parse_document", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(PageFile), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_number_of_pages_streams_and_a_hundred_are_collected()
    {
        var client = new PagesClient("<html><body><p>Words</p></body></html>");
        var tasks = new DocumentsTasks(client);
        var document = Tiff([.. Enumerable.Repeat((byte)5, 130)]);
        var reports = new List<QwenProgress>();
        var count = 0;
        await foreach (var page in tasks.StreamPagesAsync(document, progress: new Reports(reports), cancellationToken: Token))
            Assert.Equal(++count, page.Page);
        Assert.Equal(130, count);
        Assert.Equal("Parsing page 130", reports[^2].Stage);
        Assert.Equal((130, 130), (reports[^1].Done, reports[^1].Total));
        var error = await Assert.ThrowsAsync<QwenException>(() => tasks.ParseDocumentAsync(document, cancellationToken: Token));
        Assert.Contains("more than 100 pages", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<QwenException>(async () =>
        {
            var bounded = new DocumentsTasks(client, new QwenDocumentOptions { MaxPages = 3 });
            await foreach (var page in bounded.StreamPagesAsync(document, cancellationToken: Token))
                Assert.Fail($"{page.Page}");
        });
    }

    [Theory]
    [InlineData("1-3,2,5", 9, "1,2,3,5")]
    [InlineData("7-", 9, "7,8,9")]
    [InlineData("3;1–2", 9, "1,2,3")]
    [InlineData(null, 3, "1,2,3")]
    public void Pages_are_named_in_any_order(string? pages, int count, string expected) =>
        Assert.Equal(expected, string.Join(',', PageNumbers.Parse(pages, count, null)));

    [Fact]
    public void Pages_are_counted_and_not_kept()
    {
        var pages = PageNumbers.Parse("1-, 5", int.MaxValue, null);
        Assert.Equal(int.MaxValue, pages.Count);
        Assert.Equal([1, 2, 3], pages.Take(3));
        Assert.Equal(int.MaxValue, Assert.Single(PageNumbers.Parse("2147483647", int.MaxValue, 1)));
    }

    /// <summary>A TIFF file with a page of 40 × 40 pixels for each shade.</summary>
    private static byte[] Tiff(params byte[] shades)
    {
        using var memory = new MemoryStream();
        using (var tiff = BitMiracle.LibTiff.Classic.Tiff.ClientOpen("test", "w", memory, new TiffStream()))
        {
            foreach (var shade in shades)
            {
                tiff.SetField(TiffTag.IMAGEWIDTH, 40);
                tiff.SetField(TiffTag.IMAGELENGTH, 40);
                tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
                tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
                tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
                tiff.SetField(TiffTag.ROWSPERSTRIP, 40);
                for (var y = 0; y < 40; y++)
                    tiff.WriteScanline([.. Enumerable.Repeat(shade, 40)], y);
                tiff.WriteDirectory();
            }
        }

        return memory.ToArray();
    }

    private sealed class Reports(List<QwenProgress> kept) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => kept.Add(value);
    }
}
