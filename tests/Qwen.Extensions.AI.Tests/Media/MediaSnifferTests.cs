using System.Text;
using Qwen.Shared.Media;
using SkiaSharp;

namespace Qwen.Extensions.AI.Tests.Media;

public class MediaSnifferTests
{
    public static TheoryData<string, string> Signatures => new()
    {
        { "GIF89a", nameof(MediaKind.Image) },
        { "II*\0", nameof(MediaKind.Image) },
        { "\0\0\0\u0018ftypheic", nameof(MediaKind.Image) },
        { "\0\0\0\u0018ftypavif", nameof(MediaKind.Image) },
        { "\0\0\0\u0018ftypisom", nameof(MediaKind.Video) },
        { "\0\0\0\u0014ftypqt  ", nameof(MediaKind.Video) },
        { "\u001aE\u00df\u00a3webm", nameof(MediaKind.Video) },
        { "RIFF\0\0\0\0AVI LIST", nameof(MediaKind.Video) },
        { "\0\0\u0001\u00ba", nameof(MediaKind.Video) },
        { "RIFF\0\0\0\0WAVEfmt ", nameof(MediaKind.Audio) },
        { "\0\0\0\u0018ftypM4A ", nameof(MediaKind.Audio) },
        { "ID3\u0003", nameof(MediaKind.Audio) },
        { "OggS", nameof(MediaKind.Audio) },
        { "\u00ff\u00fb\u0090", nameof(MediaKind.Audio) },
        { "%PDF-1.7", nameof(MediaKind.Pdf) },
        { "BMW is a make of car", nameof(MediaKind.Unknown) },
        { "hello", nameof(MediaKind.Unknown) },
        { "", nameof(MediaKind.Unknown) },
    };

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Knows_a_file_by_its_first_bytes(string start, string expected) =>
        Assert.Equal(Enum.Parse<MediaKind>(expected), MediaSniffer.Detect(Encoding.Latin1.GetBytes(start)));

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Knows_real_pictures(SKEncodedImageFormat format) =>
        Assert.Equal(MediaKind.Image, MediaSniffer.Detect(Pictures.Encode(30, 20, format)));

    [Fact]
    public void Knows_transport_streams_by_their_packets()
    {
        var stream = new byte[MediaSniffer.HeaderLength];
        stream[0] = stream[188] = stream[376] = 0x47;
        Assert.Equal(MediaKind.Video, MediaSniffer.Detect(stream));
        stream[188] = 0;
        Assert.Equal(MediaKind.Unknown, MediaSniffer.Detect(stream));
    }
}
