namespace Qwen.VisionLanguage.Text;

/// <summary>One message of a conversation in the model's own vocabulary.</summary>
/// <param name="Role">Who speaks.</param>
/// <param name="Parts">What is said, in order.</param>
public sealed record ChatTurn(ChatTurnRole Role, IReadOnlyList<ChatPart> Parts)
{
    /// <summary>A turn of text alone.</summary>
    public ChatTurn(ChatTurnRole role, string text)
        : this(role, [new TextPart(text)])
    {
    }
}
