using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Images;

/// <summary>The limits, colours and encoder sizes of the published 3B checkpoint.</summary>
internal static class Published
{
    public static PreprocessorConfig Preprocessor { get; } = new()
    {
        MinPixels = 3136,
        MaxPixels = 12845056,
        Mean = [0.48145466f, 0.4578275f, 0.40821073f],
        StandardDeviation = [0.26862954f, 0.26130258f, 0.27577711f],
    };

    public static VisionConfig Vision { get; } = RandomCheckpointSizes.Size3B.Vision;
}
