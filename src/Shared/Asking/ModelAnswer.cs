using Microsoft.Extensions.AI;
using Qwen.Shared.Answers;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Shared.Asking;

/// <summary>What a model answered.</summary>
/// <param name="Text">The answer as written.</param>
/// <param name="Notes">What a reader of the result has to know.</param>
/// <param name="Tokens">The tokens with their probabilities; empty where the client does not tell.</param>
/// <param name="Usage">What the client counted; null where it does not say.</param>
internal sealed record ModelAnswer(string Text, RepairLog Notes, IReadOnlyList<TokenLogProbability> Tokens, UsageDetails? Usage)
{
    /// <summary>Geometric mean of the probabilities of all tokens; null where the client does not tell.</summary>
    public double? Confidence => Tokens.Count == 0 ? null : Math.Exp(Tokens.Average(token => token.LogProbability));
}
