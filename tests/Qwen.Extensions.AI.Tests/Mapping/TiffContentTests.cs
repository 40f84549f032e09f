using BitMiracle.LibTiff.Classic;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;
using Qwen.VisionLanguage;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>TIFF files as content, with a page or with several, also as data URIs.</summary>
public class TiffContentTests
{
    [Fact]
    public async Task Every_page_becomes_a_picture()
    {
        var file = new DataContent(Create((168, 112), (112, 168)), "image/tiff");
        var turns = await Mapper(new QwenChatClientOptions()).MapAsync(
            [User(new TextContent("What?"), file)], null, MediaHints.None, default);
        Assert.Equal(["User: What?[168×112][112×168]"], Describe(turns));
    }

    [Fact]
    public async Task A_data_uri_is_read_too()
    {
        var uri = "data:image/tiff;base64," + Convert.ToBase64String(Create((56, 84)));
        var turns = await Mapper(new QwenChatClientOptions()).MapAsync([User(new DataContent(uri))], null, MediaHints.None, default);
        Assert.Equal(["User: [56×84]"], Describe(turns));
    }

    [Fact]
    public async Task Too_many_pages_are_said()
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => Mapper(new QwenChatClientOptions { MaxPdfPages = 1 }).MapAsync(
                [User(new DataContent(Create((56, 56), (56, 56)), "image/tiff"))], null, MediaHints.None, default));
        Assert.Contains("has 2 pages, more than the 1", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Create(params (int Width, int Height)[] pages)
    {
        using var memory = new MemoryStream();
        using (var tiff = Tiff.ClientOpen("test", "w", memory, new TiffStream()))
        {
            foreach (var (width, height) in pages)
            {
                tiff.SetField(TiffTag.IMAGEWIDTH, width);
                tiff.SetField(TiffTag.IMAGELENGTH, height);
                tiff.SetField(TiffTag.SAMPLESPERPIXEL, 1);
                tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
                tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.MINISBLACK);
                tiff.SetField(TiffTag.ROWSPERSTRIP, height);
                for (var y = 0; y < height; y++)
                    tiff.WriteScanline(new byte[width], y);
                tiff.WriteDirectory();
            }
        }

        return memory.ToArray();
    }
}
