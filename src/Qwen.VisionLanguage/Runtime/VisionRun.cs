using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Runtime;

/// <summary>Placeholder tokens of one temporal slice.</summary>
/// <param name="Start">Index of its first token in the prompt.</param>
/// <param name="Vision">The picture or video.</param>
/// <param name="Slice">Which temporal patch of it.</param>
/// <param name="Key">What names its features.</param>
internal sealed record VisionRun(int Start, PreparedVision Vision, int Slice, UInt128 Key)
{
    /// <summary>Index after its last token.</summary>
    public int End => Start + Vision.Grid.TokensPerSlice;
}
