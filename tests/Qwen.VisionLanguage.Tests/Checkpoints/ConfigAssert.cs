using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Checkpoints;

/// <summary>Compares configurations by value; records compare their lists by reference.</summary>
internal static class ConfigAssert
{
    public static void Equal(ModelConfig expected, ModelConfig actual)
    {
        Assert.Equal(expected.Text.MropeSection, actual.Text.MropeSection);
        Assert.Equal(expected.Vision.FullAttentionBlocks, actual.Vision.FullAttentionBlocks);
        Assert.Equal(
            expected,
            actual with
            {
                Text = actual.Text with { MropeSection = expected.Text.MropeSection },
                Vision = actual.Vision with { FullAttentionBlocks = expected.Vision.FullAttentionBlocks },
            });
    }
}
