using Qwen.Constraints;

namespace Qwen.Benchmarks;

/// <summary>
/// Leaves a model of random weights exactly one answer, token by token, without telling the engine beforehand: it drafts, runs and forgets
/// as it would for a model that writes this answer.
/// </summary>
/// <param name="answer">Its tokens.</param>
internal sealed class ToldAnswer(IReadOnlyList<int> answer) : ITokenConstraint
{
    private int written;

    /// <inheritdoc/>
    public bool MayEnd => written >= answer.Count;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        logits.Fill(float.NegativeInfinity);
        logits[answer[written]] = 0;
    }

    /// <inheritdoc/>
    public void Accept(int tokenId) => written++;
}
