using Qwen.Shared.Asking;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

namespace Qwen.Perception.Tests.Pictures;

public class SeenPictureTests
{
    [Fact]
    public void What_is_sent_has_the_pixels_of_the_models_own_resize()
    {
        using var bitmap = new SKBitmap(300, 200);
        for (var i = 0; i < 60_000; i++)
            bitmap.SetPixel(i % 300, i / 300, new SKColor((byte)(i * 7), (byte)(i / 300), (byte)(i % 251)));
        using var file = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        var seen = SeenPicture.Prepare(ImageDecoder.Decode(file.ToArray()), 3136, 50176);

        Assert.Equal(new PixelSize(300, 200), seen.Map.Picture);
        Assert.Equal(SmartResize.Fit(new PixelSize(300, 200), 3136, 50176), seen.Map.Model);
        var sent = ImageDecoder.Decode(seen.ToContent().Data);
        var expected = BicubicResizer.Resize(ImageDecoder.Decode(file.ToArray()), seen.Map.Model);
        Assert.Equal(expected.Pixels, sent.Pixels);
    }

    [Fact]
    public void A_local_client_does_not_resize_it_again()
    {
        var content = SeenPicture.Prepare(ImageDecoder.Decode(TestPicture.Encode(300, 200)), 3136, 50176).ToContent();
        Assert.Equal(252, content.AdditionalProperties!["resized_width"]);
        Assert.Equal(168, content.AdditionalProperties["resized_height"]);
    }
}
