using System.Text;
using Qwen.VisionLanguage.Images;

namespace Qwen.VisionLanguage.Text;

/// <summary>
/// Collects a prompt: control tokens by id, everything else as text that is encoded in one go up to the next control token, so that
/// byte-pair pieces may cross the border between the template's text and the caller's.
/// </summary>
/// <param name="tokenizer">The checkpoint's tokenizer.</param>
/// <param name="ownTokens">Whether tokens of a fine-tune count in text.</param>
/// <remarks>Serves one prompt; not thread-safe.</remarks>
internal sealed class PromptWriter(QwenTokenizer tokenizer, bool ownTokens = false)
{
    private readonly List<int> ids = [];
    private readonly List<PreparedVision> media = [];
    private readonly StringBuilder text = new();
    private readonly StringBuilder waiting = new();

    /// <summary>Adds a control token of the template; plain text where the checkpoint has no such token.</summary>
    public void Control(string token)
    {
        if (tokenizer.GetSpecialId(token) is not { } id)
        {
            Text(token);
            return;
        }

        Encode();
        text.Append(token);
        ids.Add(id);
    }

    /// <summary>Adds text without control tokens.</summary>
    public void Text(string value)
    {
        text.Append(value);
        waiting.Append(value);
    }

    /// <summary>Adds a medium: start, one placeholder for each merged unit, end.</summary>
    public void Medium(PreparedVision vision)
    {
        Control(ControlTokens.VisionStart);
        Control(vision.IsVideo ? ControlTokens.VideoPad : ControlTokens.ImagePad);
        for (var i = 1; i < vision.Grid.TokenCount; i++)
            ids.Add(ids[^1]);
        Control(ControlTokens.VisionEnd);
        media.Add(vision);
    }

    /// <summary>Adds the start of an answer, which may hold tokens that are visible in answers.</summary>
    public void Answer(string value)
    {
        text.Append(value);
        ids.AddRange(tokenizer.EncodeAnswer(waiting.Append(value).ToString()));
        waiting.Clear();
    }

    /// <summary>The prompt so far.</summary>
    public ChatPrompt Finish()
    {
        Encode();
        return new ChatPrompt(ids.ToArray(), media.ToArray(), text.ToString());
    }

    private void Encode()
    {
        if (waiting.Length == 0)
            return;
        var piece = waiting.ToString();
        ids.AddRange(ownTokens ? tokenizer.EncodeWithOwnTokens(piece) : tokenizer.Encode(piece));
        waiting.Clear();
    }
}
