namespace Qwen.VisionLanguage.Generation;

/// <summary>Decides, token by token, what the model may write next. One instance serves one generation; not thread-safe.</summary>
public interface ITokenConstraint
{
    /// <summary>Whether the answer is complete as it stands, so that an end token is allowed.</summary>
    bool MayEnd { get; }

    /// <summary>Sets the logits of every token that may not follow to negative infinity. // [vocabulary]</summary>
    void Mask(Span<float> logits);

    /// <summary>Takes note of the token that was chosen.</summary>
    void Accept(int tokenId);
}
