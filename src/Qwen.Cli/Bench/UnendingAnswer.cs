using Qwen.VisionLanguage.Generation;

namespace Qwen.Cli.Bench;

/// <summary>Forbids the end, so that every answer has the length that is measured.</summary>
internal sealed class UnendingAnswer : ITokenConstraint
{
    /// <inheritdoc/>
    public bool MayEnd => false;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        // any token but the end may follow; the model masks the end itself where it may not come
    }

    /// <inheritdoc/>
    public void Accept(int tokenId)
    {
        // every token is as good as another
    }
}
