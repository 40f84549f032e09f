namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Guesses the next tokens: where the last three stood before, in the prompt or the answer, what followed them then; otherwise, where the last
/// one is a word of the prompt, the words that follow it there, whatever blank the word is written with. Answers that quote the prompt, and
/// lists whose entries are alike, are guessed well; others cost little, because guesses that fail become short and rare.
/// </summary>
/// <remarks>Serves one answer; not thread-safe. (Saxena 2023, "prompt lookup decoding".)</remarks>
internal sealed class PromptLookup
{
    /// <summary>Longest guess.</summary>
    public const int MaxDraft = 12;

    private const int FirstDraft = 4;
    private const int MaxPause = 64;

    private readonly List<int> tokens = [];
    private readonly Dictionary<(int, int, int), int> ends = [];
    private readonly Dictionary<string, int> words = [];
    private readonly Func<int, string?> word;
    private readonly int promptLength;
    private int length = FirstDraft;
    private int pause;
    private int lastPause = 2;

    /// <summary>Starts with the prompt.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="word">The word that a token is, without a blank before it; null where it is none.</param>
    public PromptLookup(IEnumerable<int> prompt, Func<int, string?>? word = null)
    {
        this.word = word ?? (_ => null);
        foreach (var token in prompt)
        {
            Accept(token);
            if (this.word(token) is { } text)
                words[text] = tokens.Count - 1;
        }

        promptLength = tokens.Count;
    }

    /// <summary>Takes note of a token of the answer.</summary>
    public void Accept(int token)
    {
        // the last three tokens are entered when the next one is known, so that they do not find themselves
        if (tokens is [.., var a, var b, var c])
            ends[(a, b, c)] = tokens.Count - 1;
        tokens.Add(token);
        pause = Math.Max(0, pause - 1);
    }

    /// <summary>A guess at what follows; empty where there is none.</summary>
    /// <param name="most">Most tokens.</param>
    /// <param name="ahead">Tokens between those accepted and the guess.</param>
    public int[] Draft(int most, params ReadOnlySpan<int> ahead)
    {
        if (pause > 0 || most <= 0)
            return [];
        int[] last = [.. tokens.TakeLast(3), .. ahead];
        if (last is [.., var a, var b, var c] && ends.TryGetValue((a, b, c), out var end))
            return [.. tokens.Skip(end + 1).Take(Math.Min(length, most))];
        if (last is not [.., var only] || word(only) is not { } text || !words.TryGetValue(text, out var place))
            return [];
        return [.. tokens.Take(promptLength).Skip(place + 1).TakeWhile(token => word(token) is not null).Take(Math.Min(length, most))];
    }

    /// <summary>Learns how many tokens of a guess were right.</summary>
    public void Observe(int drafted, int accepted)
    {
        if (accepted == drafted)
        {
            (length, lastPause) = (Math.Min(MaxDraft, length * 2), 2);
            return;
        }

        length = Math.Max(2, accepted + 1);
        if (accepted > 0)
            return;
        pause = lastPause;
        lastPause = Math.Min(MaxPause, lastPause * 2);
    }
}
