using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Generation;

/// <summary>The text of one answer: whole characters only, up to the first stop sequence. Not thread-safe.</summary>
/// <param name="tokenizer">Turns tokens into text.</param>
/// <param name="stopSequences">Texts that end the answer; they are not part of it.</param>
internal sealed class AnswerText(QwenTokenizer tokenizer, IReadOnlyList<string> stopSequences)
{
    private readonly TokenTextDecoder text = new(tokenizer);
    private readonly StopSequenceMatcher stops = new(stopSequences);

    /// <summary>Takes the next token.</summary>
    /// <param name="token">Its id.</param>
    /// <param name="finish">Why it is the last one; null where more may follow.</param>
    /// <returns>Text that is certain by now, and why the answer ends with it; a stop sequence comes before every other reason.</returns>
    public (string Emit, GenerationFinish? Finish) Append(int token, GenerationFinish? finish)
    {
        var (emit, stopped) = finish == GenerationFinish.EndToken ? ("", false) : stops.Append(text.Append(token));
        if (stopped)
            return (emit, GenerationFinish.StopSequence);
        if (finish is null)
            return (emit, null);

        // an unfinished character or the start of a stop sequence was held back; it belongs to the answer when nothing follows
        var (rest, late) = stops.Append(text.Flush());
        return late ? (emit + rest, GenerationFinish.StopSequence) : (emit + rest + stops.Flush(), finish);
    }
}
