using Qwen.VisionLanguage.Runtime;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>Says of a prompt that is too long what makes it so: tools and schemas are not seen in a conversation.</summary>
internal static class PromptOverflow
{
    // letters of a long text by which it is recognised
    private const int Beginning = 50;

    /// <summary>The exception.</summary>
    public static QwenException Create(PromptPlan plan, GenerationRequest request, QwenTokenizer tokenizer, int maxContextTokens)
    {
        List<(int Tokens, string What, string Advice)> shares = [];
        if (request.Prompt.Tools.Count > 0)
        {
            var tools = request.Prompt.Tools.Sum(tool => Count(tokenizer, tool));
            shares.Add((tools, request.Prompt.Tools.Count == 1 ? "the tool" : $"{request.Prompt.Tools.Count} tools",
                "offer fewer tools, or shorter descriptions and schemas of them"));
        }

        var vision = plan.Prompt.Media.Sum(media => media.Grid.TokenCount);
        if (vision > 0)
        {
            shares.Add((vision, "pictures and videos",
                "send fewer or smaller pictures (max_pixels), or fewer video frames (fps, max_frames)"));
        }

        var longest = request.Turns.SelectMany(turn => turn.Parts).SelectMany(Texts).MaxBy(text => text.Length) ?? "";
        shares.Add((Count(tokenizer, longest), $"the longest text, '{Shorten(longest)}'", "shorten the text, or the schema of the answer"));
        shares.Sort((left, right) => right.Tokens.CompareTo(left.Tokens));
        return new QwenException(
            $"The prompt has {plan.Length} tokens, but the context holds {maxContextTokens}. "
            + $"Of them {string.Join(", ", shares.Where(share => share.Tokens > 0).Select(share => $"{share.Tokens} are {share.What}"))}. "
            + $"What helps most: {string.Join("; ", shares.Where(share => share.Tokens > 0).Select(share => share.Advice))}; "
            + "or a shorter conversation.");
    }

    private static int Count(QwenTokenizer tokenizer, string text) => tokenizer.EncodeWithSpecialTokens(text).Length;

    private static IEnumerable<string> Texts(ChatPart part) => part switch
    {
        TextPart text => [text.Text],
        ToolResultPart result => result.Content.OfType<TextPart>().Select(text => text.Text),
        ToolCallPart call => [call.ArgumentsJson],
        _ => [],
    };

    private static string Shorten(string text)
    {
        text = text.Trim().ReplaceLineEndings(" ");
        return text.Length <= Beginning ? text : $"{text[..Beginning]}…";
    }
}
