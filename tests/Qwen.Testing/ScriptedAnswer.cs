using Qwen.Constraints;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Testing;

/// <summary>
/// Makes a real model write a given answer: every token is forced, so that everything round the model runs as it does in use.
/// </summary>
/// <param name="tokenIds">The answer's tokens; after the last one only <paramref name="endTokenId"/> may follow.</param>
/// <param name="endTokenId">The token that ends the answer.</param>
public sealed class ScriptedAnswer(IReadOnlyList<int> tokenIds, int endTokenId) : ITokenConstraint
{
    private int position;

    /// <inheritdoc/>
    public bool MayEnd => position >= tokenIds.Count;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        var wanted = position < tokenIds.Count ? tokenIds[position] : endTokenId;
        logits.Fill(float.NegativeInfinity);
        logits[wanted] = 0;
    }

    /// <inheritdoc/>
    public void Accept(int tokenId) => position++;
}
