using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.Testing;

/// <summary>Configurations: the published sizes, and one small enough for tests.</summary>
public static class RandomCheckpointSizes
{
    /// <summary>The encoder of the published checkpoint of 3B.</summary>
    public static VisionConfig PublishedVision => Size3B.Vision;

    /// <summary>Qwen2.5-VL 3B: 3,754,622,976 weights, 7.5 GB in bfloat16.</summary>
    internal static ModelConfig Size3B => Published(2048, 36, 16, 2, 11008, 151936, tied: true, visionInner: 3420);

    /// <summary>Qwen2.5-VL 7B: 8,292,166,656 weights.</summary>
    internal static ModelConfig Size7B => Published(3584, 28, 28, 4, 18944, 152064, tied: false, visionInner: 3420);

    /// <summary>Qwen2.5-VL 32B: 33,452,718,336 weights.</summary>
    internal static ModelConfig Size32B => Published(5120, 64, 40, 8, 27648, 152064, tied: false, visionInner: 3456);

    /// <summary>Qwen2.5-VL 72B: 73,410,777,344 weights.</summary>
    internal static ModelConfig Size72B => Published(8192, 80, 64, 8, 29568, 152064, tied: false, visionInner: 3456);

    /// <summary>About 100,000 weights: two decoder layers, two encoder blocks.</summary>
    internal static ModelConfig Tiny => new()
    {
        Text = new TextConfig
        {
            HiddenSize = 48,
            LayerCount = 2,
            HeadCount = 4,
            KeyValueHeadCount = 2,
            HeadDim = 12,
            IntermediateSize = 80,
            VocabularySize = 300,
            TiedHead = true,
            RmsNormEpsilon = 1e-6f,
            RopeTheta = 10000,
            MropeSection = [2, 2, 2],
            MaxPositions = 1024,
        },
        Vision = Vision(width: 32, blocks: 2, heads: 2, inner: 44, output: 48, fullAttention: [1]),
        VisionStartTokenId = 290,
        VisionEndTokenId = 291,
        ImageTokenId = 292,
        VideoTokenId = 293,
    };

    private static ModelConfig Published(
        int hidden, int layers, int heads, int keyValueHeads, int inner, int vocabulary, bool tied, int visionInner) => new()
    {
        Text = new TextConfig
        {
            HiddenSize = hidden,
            LayerCount = layers,
            HeadCount = heads,
            KeyValueHeadCount = keyValueHeads,
            HeadDim = 128,
            IntermediateSize = inner,
            VocabularySize = vocabulary,
            TiedHead = tied,
            RmsNormEpsilon = 1e-6f,
            RopeTheta = 1e6,
            MropeSection = [16, 24, 24],
            MaxPositions = 128000,
        },
        Vision = Vision(width: 1280, blocks: 32, heads: 16, visionInner, hidden, fullAttention: [7, 15, 23, 31]),
        VisionStartTokenId = 151652,
        VisionEndTokenId = 151653,
        ImageTokenId = 151655,
        VideoTokenId = 151656,
    };

    private static VisionConfig Vision(int width, int blocks, int heads, int inner, int output, int[] fullAttention) => new()
    {
        BlockCount = blocks,
        HiddenSize = width,
        HeadCount = heads,
        IntermediateSize = inner,
        OutputSize = output,
        ChannelCount = 3,
        PatchSize = 14,
        TemporalPatchSize = 2,
        MergeSize = 2,
        WindowSize = 112,
        FullAttentionBlocks = fullAttention,
        TokensPerSecond = 2,
    };
}
