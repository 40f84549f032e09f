namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Guesses the next tokens: where the last three stood before, in the prompt or the answer, what followed them then. Answers that quote the
/// prompt, and lists whose entries are alike, are guessed well; others cost little, because guesses that fail become short and rare.
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
    private int length = FirstDraft;
    private int pause;
    private int lastPause = 2;

    /// <summary>Starts with the prompt.</summary>
    public PromptLookup(IEnumerable<int> prompt)
    {
        foreach (var token in prompt)
            Accept(token);
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
    public int[] Draft(int most)
    {
        if (pause > 0 || most <= 0 || tokens is not [.., var a, var b, var c] || !ends.TryGetValue((a, b, c), out var end))
            return [];
        var start = end + 1;
        return [.. tokens.Skip(start).Take(Math.Min(Math.Min(length, most), tokens.Count - start))];
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
