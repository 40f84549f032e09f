using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.Shared.OutsidePrograms;
using Qwen.VisionLanguage;
using SkiaSharp;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>PDF files as content: their pages become pictures; skipped where poppler is not installed.</summary>
public class PdfContentTests
{
    [Theory]
    [InlineData("application/pdf")]
    [InlineData("application/octet-stream")]
    public async Task Pages_become_pictures_in_their_order(string mediaType)
    {
        var file = new DataContent(Create((168, 112), (112, 168)), mediaType) { Name = "order.pdf" };
        var turns = await Mapper(new QwenChatClientOptions { Pdf = new PdfOptions { Dpi = 72 } })
            .MapAsync([User(new TextContent("What?"), file)], null, MediaHints.None, default);
        Assert.Equal(["User: What?[168×112][112×168]"], Describe(turns));
    }

    [Fact]
    public async Task A_file_that_a_tool_gives_back_is_seen()
    {
        var base64 = Convert.ToBase64String(Create((56, 84)));
        var turns = await Mapper(new QwenChatClientOptions { Pdf = new PdfOptions { Dpi = 72 } }).MapAsync(
            [Result($$"""{"mimeType": "application/pdf", "data": "{{base64}}"}""")], null, MediaHints.None, default);
        Assert.Equal(["Tool: {[56×84]}"], Describe(turns));
    }

    [Fact]
    public async Task A_file_of_too_many_pages_or_none_is_said_with_its_place()
    {
        var options = new QwenChatClientOptions { MaxPdfPages = 1 };
        var file = new DataContent(Create((56, 56), (56, 56)), "application/pdf") { Name = "order.pdf" };
        var error = await Assert.ThrowsAsync<QwenException>(
            () => Mapper(options).MapAsync([User(new TextContent("a"), file)], null, MediaHints.None, default));
        Assert.StartsWith("Part 2 of message 1 (user) ('order.pdf'): ", error.Message, StringComparison.Ordinal);
        Assert.Contains("more than the 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", await RefusalAsync(User(new DataContent("%PDF-1.4"u8.ToArray(), "application/pdf"))),
            StringComparison.Ordinal);
    }

    private static byte[] Create(params (int Width, int Height)[] pages)
    {
        Assert.SkipWhen(ProgramFinder.Find("pdftoppm") is null, "poppler is not installed.");
        using var stream = new MemoryStream();
        using (var document = SKDocument.CreatePdf(stream))
        {
            foreach (var (width, height) in pages)
            {
                using var canvas = document.BeginPage(width, height);
                canvas.Clear(SKColors.Navy);
                document.EndPage();
            }

            document.Close();
        }

        return stream.ToArray();
    }
}
