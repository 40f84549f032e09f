using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Tests.Images;

public class ImagePreparerTests
{
    private static readonly RgbImage Source = new(640, 480, new byte[640 * 480 * 3]);

    [Fact]
    public void A_picture_is_one_frame_at_the_models_size()
    {
        var prepared = ImagePreparer.Prepare(Source, Published.Preprocessor, Published.Vision);
        Assert.Equal((new PixelSize(640, 480), new PixelSize(644, 476)), (prepared.SourceSize, prepared.ModelSize));
        Assert.Equal(new VisionGrid(1, 34, 46), prepared.Grid);
        Assert.Equal(391, prepared.Grid.TokenCount);
        Assert.Equal(prepared.ModelSize, prepared.Frames.Single().Size);
        Assert.False(prepared.IsVideo);
        Assert.Null(prepared.Warning);
    }

    [Fact]
    public void Limits_and_wanted_sizes_of_the_message_come_first()
    {
        Assert.Equal(new PixelSize(1036, 784), SizeWith(new ImageOptions { MinPixels = 1024 * 784 }));
        Assert.Equal(new PixelSize(280, 196), SizeWith(new ImageOptions { MaxPixels = 80 * 784 }));
        Assert.Equal(new PixelSize(308, 196), SizeWith(new ImageOptions { ResizedWidth = 300, ResizedHeight = 200 }));
        Assert.Throws<QwenException>(() => SizeWith(new ImageOptions { ResizedWidth = 300 }));
        Assert.Throws<QwenException>(() => SizeWith(new ImageOptions { ResizedWidth = 300, ResizedHeight = 0 }));
        Assert.Throws<QwenException>(() => SizeWith(new ImageOptions { MinPixels = 20_000_000 }));
    }

    [Fact]
    public void A_picture_of_the_right_size_is_taken_as_it_is()
    {
        var image = new RgbImage(56, 84, new byte[56 * 84 * 3]);
        Assert.Same(image, ImagePreparer.Prepare(image, Published.Preprocessor, Published.Vision).Frames[0]);
    }

    [Fact]
    public void A_picture_can_be_seen_smaller_than_the_checkpoint_would_enlarge_it()
    {
        var enlarging = Published.Preprocessor with { MinPixels = 1000 * 784 };
        Assert.Equal(new PixelSize(1036, 784), Size(new ImageOptions()));
        Assert.Equal(new PixelSize(280, 196), Size(new ImageOptions { MaxPixels = 80 * 784 }));
        Assert.Throws<QwenException>(() => Size(new ImageOptions { MinPixels = 100 * 784, MaxPixels = 80 * 784 }));

        PixelSize Size(ImageOptions options) => ImagePreparer.ModelSize(Source.Size, enlarging, Published.Vision, options);
    }

    private static PixelSize SizeWith(ImageOptions options) =>
        ImagePreparer.Prepare(Source, Published.Preprocessor, Published.Vision, options).ModelSize;
}
