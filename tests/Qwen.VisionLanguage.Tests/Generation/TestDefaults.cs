using Qwen.VisionLanguage.Checkpoints;

namespace Qwen.VisionLanguage.Tests.Generation;

/// <summary>Checkpoint proposals that the tests of this folder start from.</summary>
internal static class TestDefaults
{
    /// <summary>A checkpoint that proposes nothing.</summary>
    public static GenerationDefaults Greedy { get; } = new() { EndTokenIds = [0] };
}
