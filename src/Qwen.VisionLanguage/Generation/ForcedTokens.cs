using Qwen.Constraints;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// What a constraint leaves no choice about, cut into tokens as the tokenizer would cut it. Serves one answer; not thread-safe.
/// </summary>
/// <param name="constraint">The constraint; null forces nothing.</param>
/// <param name="tokenizer">Cuts the text.</param>
internal sealed class ForcedTokens(ITokenConstraint? constraint, QwenTokenizer tokenizer)
{
    private const int MaxBytes = 1024;

    private int[] stretch = [];
    private int done;

    /// <summary>The next token; null where the model has a choice. Whoever takes it writes it.</summary>
    public int? Next()
    {
        if (done == stretch.Length)
            Look();
        return done < stretch.Length ? stretch[done++] : null;
    }

    /// <summary>How the answer has to begin, without taking it.</summary>
    public ReadOnlySpan<int> Look()
    {
        (stretch, done) = (constraint?.GetForcedTokens(tokenizer.EncodeAnswer, MaxBytes) ?? [], 0);
        return stretch;
    }

    /// <summary>What probably comes next: the bytes are certain, but the model may cut them otherwise.</summary>
    public int[] Likely() => constraint?.GetLikelyTokens(tokenizer.EncodeAnswer, MaxBytes) ?? [];
}
