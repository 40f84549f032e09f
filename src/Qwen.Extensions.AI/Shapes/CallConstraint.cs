using System.Text;
using Qwen.Constraints;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Extensions.AI.Shapes;

/// <summary>
/// Free text until the model opens a call; from there on nothing but whole calls. Serves one generation; not thread-safe.
/// </summary>
/// <param name="scanner">Finds the opening tag.</param>
/// <param name="calls">What may stand behind it.</param>
/// <param name="tokenizer">Cuts what a token has behind the tag.</param>
/// <param name="cancellationToken">Ends the masks of a call.</param>
internal sealed class CallConstraint(
    TagScanner scanner, Grammar calls, QwenTokenizer tokenizer, CancellationToken cancellationToken) : ITokenConstraint
{
    private GrammarConstraint? call;
    private int matched;

    /// <inheritdoc/>
    public bool MayEnd => call?.MayEnd ?? true;

    /// <inheritdoc/>
    public void Mask(Span<float> logits)
    {
        if (call is not null)
        {
            call.Mask(logits);
            return;
        }

        foreach (var token in scanner.Refused(matched))
            logits[token] = float.NegativeInfinity;
    }

    /// <inheritdoc/>
    public int[] GetForcedTokens(Func<string, int[]> encode, int limit) => call?.GetForcedTokens(encode, limit) ?? [];

    /// <inheritdoc/>
    public int[] GetLikelyTokens(Func<string, int[]> encode, int limit) => call?.GetLikelyTokens(encode, limit) ?? [];

    /// <inheritdoc/>
    public void Accept(int tokenId)
    {
        if (call is not null)
        {
            call.Accept(tokenId);
            return;
        }

        if (!scanner.Advance(ref matched, tokenId, out var rest))
            return;
        call = calls.CreateConstraint(cancellationToken);
        foreach (var token in tokenizer.Encode(Encoding.UTF8.GetString(rest.Span)))
            call.Accept(token);
    }
}
