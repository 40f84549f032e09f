using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using SkiaSharp;

namespace Qwen.Extensions.AI.Tests;

/// <summary>Small pictures as files, and the constants of the published checkpoints.</summary>
internal static class Pictures
{
    public static VisionConfig Vision { get; } = RandomCheckpointSizes.PublishedVision;

    public static PreprocessorConfig Preprocessor { get; } = new()
    {
        MinPixels = 56 * 56,
        MaxPixels = 28 * 28 * 1280,
        Mean = [0.48145466f, 0.4578275f, 0.40821073f],
        StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f],
    };

    /// <summary>A picture of one colour.</summary>
    public static byte[] Encode(int width, int height, SKEncodedImageFormat format = SKEncodedImageFormat.Png, uint colour = 0xFF3060C0)
    {
        using var bitmap = new SKBitmap(width, height);
        bitmap.Erase(new SKColor(colour));
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }
}
