namespace Qwen.Constraints;

/// <summary>Decides, token by token, what the model may write next. One instance serves one generation; not thread-safe.</summary>
public interface ITokenConstraint
{
    /// <summary>Whether the answer is complete as it stands, so that an end token is allowed.</summary>
    bool MayEnd { get; }

    /// <summary>Sets the logits of every token that may not follow to negative infinity. // [vocabulary]</summary>
    void Mask(Span<float> logits);

    /// <summary>Takes note of the token that was chosen.</summary>
    void Accept(int tokenId);

    /// <summary>
    /// The tokens that have to come next whatever the model would choose, cut as the tokenizer would have cut them; they are written
    /// without asking the model; an end token closes them where nothing else may follow. None where the model has a choice.
    /// </summary>
    /// <param name="encode">Cuts text into tokens; visible control tokens such as <c>&lt;tool_call&gt;</c> are tokens of their own.</param>
    /// <param name="limit">Most bytes to look ahead.</param>
    int[] GetForcedTokens(Func<string, int[]> encode, int limit) => [];

    /// <summary>
    /// The tokens that have to come next unless the last of them grows: the bytes are certain, how the model cuts them is not. A good
    /// guess.
    /// </summary>
    /// <param name="encode">Cuts text into tokens, as for <see cref="GetForcedTokens"/>.</param>
    /// <param name="limit">Most bytes to look ahead.</param>
    int[] GetLikelyTokens(Func<string, int[]> encode, int limit) => [];
}
