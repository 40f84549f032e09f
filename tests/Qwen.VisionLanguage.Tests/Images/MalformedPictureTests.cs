using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

public class MalformedPictureTests
{
    private static readonly ImageLimits Small = new() { MaxPixels = 1 << 22 };

    public static TheoryData<string> Formats => [.. SamplePictures.All.Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_whole_picture_decodes(string format) => Assert.True(ImageDecoder.Decode(SamplePictures.Get(format)).Size.Area > 50);

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_cut_picture_is_refused_or_shows_all_the_same(string format)
    {
        var file = SamplePictures.Get(format);
        var whole = ImageDecoder.Decode(file).Pixels;
        var refused = 0;
        for (var length = 0; length < file.Length; length += Math.Max(1, file.Length / 300))
        {
            try
            {
                Assert.True(
                    whole.AsSpan().SequenceEqual(ImageDecoder.Decode(file.AsMemory(0, length)).Pixels),
                    $"{format} cut to {length} of {file.Length} bytes shows something else.");
            }
            catch (QwenException)
            {
                refused++;
            }
        }

        Assert.True(refused > 40, $"{format}: only {refused} cut files were refused.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_changed_picture_decodes_or_is_refused(string format)
    {
        var file = SamplePictures.Get(format);
        var random = new Random(20261123);
        int decoded = 0, refused = 0;
        for (var trial = 0; trial < 300; trial++)
        {
            var changed = (byte[])file.Clone();
            var changes = trial % 3 == 0 ? 1 : random.Next(2, 20);
            var range = trial % 2 == 0 ? Math.Min(64, changed.Length) : changed.Length; // every second one has its header hit
            for (var i = 0; i < changes; i++)
                changed[random.Next(range)] = (byte)random.Next(256);
            try
            {
                var picture = ImageDecoder.Decode(changed, Small);
                Assert.True(picture.Size.Area <= Small.MaxPixels);
                decoded++;
            }
            catch (QwenException error)
            {
                Assert.NotEmpty(error.Message);
                refused++;
            }
        }

        Assert.True(decoded > 0 && refused > 0, $"{format}: {decoded} decoded, {refused} refused.");
    }

    [Fact]
    public void A_header_of_one_format_on_the_data_of_another_is_refused()
    {
        foreach (var (name, header) in SamplePictures.All)
        {
            foreach (var (other, data) in SamplePictures.All.Where(p => p.Name.Split(' ')[0] != name.Split(' ')[0]))
            {
                byte[] mixed = [.. header[..16], .. data[16..]];
                try
                {
                    Assert.True(ImageDecoder.Decode(mixed, Small).Size.Area > 0, $"{name} header on {other} data");
                }
                catch (QwenException error)
                {
                    Assert.NotEmpty(error.Message);
                }
            }
        }
    }
}
