using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

/// <summary>Tokenizers, configurations and media that the tests of this folder share.</summary>
internal static class TextModels
{
    private static readonly Lazy<QwenTokenizer> DemoTokenizer = new(() => QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint));

    public static QwenTokenizer Demo => DemoTokenizer.Value;

    /// <summary>A configuration with the tokenizer's special ids; no other member matters to the chat format.</summary>
    public static ModelConfig Config(QwenTokenizer tokenizer) => new()
    {
        VisionStartTokenId = tokenizer.GetSpecialId("<|vision_start|>")!.Value,
        VisionEndTokenId = tokenizer.GetSpecialId("<|vision_end|>")!.Value,
        ImageTokenId = tokenizer.GetSpecialId("<|image_pad|>")!.Value,
        VideoTokenId = tokenizer.GetSpecialId("<|video_pad|>")!.Value,
        Text = new TextConfig
        {
            HiddenSize = 128, LayerCount = 1, HeadCount = 1, KeyValueHeadCount = 1, HeadDim = 128, IntermediateSize = 128,
            VocabularySize = tokenizer.VocabularySize, TiedHead = true, RmsNormEpsilon = 1e-6f, RopeTheta = 1e6,
            MropeSection = [16, 24, 24], MaxPositions = 1024,
        },
        Vision = new VisionConfig
        {
            BlockCount = 1, HiddenSize = 80, HeadCount = 1, IntermediateSize = 80, OutputSize = 128, ChannelCount = 3, PatchSize = 14,
            TemporalPatchSize = 2, MergeSize = 2, WindowSize = 112, FullAttentionBlocks = [0], TokensPerSecond = 2,
        },
    };

    /// <summary>A grey picture or video of the given grid.</summary>
    public static MediaPart Medium(bool video, int t = 1, int h = 2, int w = 2)
    {
        var size = new PixelSize(w * 14, h * 14);
        var frame = new RgbImage(size.Width, size.Height, new byte[size.Width * size.Height * 3]);
        return new MediaPart(new PreparedVision
        {
            Frames = [.. Enumerable.Repeat(frame, video ? 2 * t : 1)],
            IsVideo = video,
            Grid = new VisionGrid(t, h, w),
            SourceSize = size,
            ModelSize = size,
        });
    }
}
