using Microsoft.Extensions.AI;
using Qwen.VisionLanguage.Images;
using SkiaSharp;

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

    /// <summary>Decodes, turns upright and resizes a picture file, and encodes it as PNG.</summary>
    /// <exception cref="VisionLanguage.QwenException">The file is no picture, too big, or too long and thin.</exception>
    public static SeenPicture Prepare(ReadOnlyMemory<byte> file, int minPixels, int maxPixels, ImageLimits limits) =>
        Prepare(ImageDecoder.Decode(file, limits), minPixels, maxPixels);

    /// <summary>Resizes a picture and encodes it as PNG.</summary>
    /// <exception cref="VisionLanguage.QwenException">The picture is too long and thin.</exception>
    public static SeenPicture Prepare(RgbImage picture, int minPixels, int maxPixels)
    {
        var size = SmartResize.Fit(picture.Size, minPixels, maxPixels);
        return new SeenPicture(new CoordinateMap(picture.Size, size), EncodePng(BicubicResizer.Resize(picture, size)));
    }

    /// <summary>The picture as content. The hints keep a local client, whatever its own limits, from resizing it.</summary>
    public DataContent ToContent() => new(file, "image/png")
    {
        AdditionalProperties = new AdditionalPropertiesDictionary
        {
            ["resized_width"] = Map.Model.Width,
            ["resized_height"] = Map.Model.Height,
        },
    };

    /// <summary>A picture as PNG file.</summary>
    public static byte[] EncodePng(RgbImage picture) => Encode(picture, SKEncodedImageFormat.Png, 100);

    /// <summary>A picture as file of another format.</summary>
    public static unsafe byte[] Encode(RgbImage picture, SKEncodedImageFormat format, int quality)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var target = new Span<byte>((void*)bitmap.GetPixels(), bitmap.ByteCount);
        for (int from = 0, to = 0; from < picture.Pixels.Length; from += 3, to += 4)
        {
            picture.Pixels.AsSpan(from, 3).CopyTo(target[to..]);
            target[to + 3] = byte.MaxValue;
        }

        using var data = bitmap.Encode(format, quality);
        return data.ToArray();
    }
}
