using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Images;

namespace Qwen.Shared.Asking;

/// <summary>A picture brought to the size that the model will see, so that nobody further on changes it again.</summary>
internal sealed class SeenPicture
{
    private readonly byte[] file;

    private SeenPicture(CoordinateMap map, byte[] file)
    {
        Map = map;
        this.file = file;
    }

    /// <summary>From the caller's pixels to the model's and back.</summary>
    public CoordinateMap Map { get; }

    /// <summary>Resizes a picture and encodes it as PNG.</summary>
    /// <exception cref="VisionLanguage.QwenException">The picture is too long and thin.</exception>
    public static SeenPicture Prepare(RgbImage picture, int minPixels, int maxPixels)
    {
        var size = SmartResize.Fit(picture.Size, minPixels, maxPixels);
        return new SeenPicture(new CoordinateMap(picture.Size, size), ImageEncoder.EncodePng(BicubicResizer.Resize(picture, size)));
    }

    /// <summary>A picture that has the right size already.</summary>
    public static SeenPicture AsItIs(RgbImage picture) =>
        new(new CoordinateMap(picture.Size, picture.Size), ImageEncoder.EncodePng(picture));

    /// <summary>The picture as content, which nobody further on resizes.</summary>
    public DataContent ToContent() => new(file, "image/png") { AdditionalProperties = SizeHints(Map.Model) };

    /// <summary>Hints that keep a local client, whatever its own limits, from resizing a picture or a video.</summary>
    public static AdditionalPropertiesDictionary SizeHints(PixelSize size) => new()
    {
        ["resized_width"] = size.Width,
        ["resized_height"] = size.Height,
    };
}
