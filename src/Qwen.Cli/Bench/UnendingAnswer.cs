using Qwen.Constraints;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Cli.Bench;

/// <summary>Forbids the end, so that every answer has the length that is measured.</summary>
/// <param name="endTokenIds">Tokens that would end it.</param>
internal sealed class UnendingAnswer(IReadOnlyList<int> endTokenIds) : ITokenConstraint
{
    /// <inheritdoc/>
    public bool MayEnd => false;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        foreach (var end in endTokenIds)
            logits[end] = float.NegativeInfinity;
    }

    /// <inheritdoc/>
    public void Accept(int tokenId)
    {
        // every other token is as good as the next
    }
}
