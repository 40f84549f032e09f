using Qwen.VisionLanguage.Runtime;

namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// The tokens of an answer on their way through the decoder. What was written runs later, several at a time, with a guess behind it; while
/// the written tokens keep to the guess, their logits are there already. Serves one answer; not thread-safe.
/// </summary>
/// <param name="run">Prompt and answer in the decoder.</param>
/// <param name="forced">Gives what the constraint makes likely.</param>
/// <param name="lookup">Guesses by what stood there before; null where nothing is guessed.</param>
/// <param name="isSpecial">Whether a token is a control token: none is guessed.</param>
internal sealed class DraftedRun(SequenceRun run, ForcedTokens forced, PromptLookup? lookup, Predicate<int> isSpecial)
{
    // written, but not run yet
    private readonly List<int> pending = [];

    // of the answer's first tokens, those that ran with the prompt and are still to be written
    private int ahead;

    // the guess that ran last: its tokens, how many of them the constraint spelled, how many were written as guessed
    private int[] guess = [];
    private int spelled;
    private int kept;

    /// <summary>Tokens that were guessed.</summary>
    public int Drafted { get; private set; }

    /// <summary>Guessed tokens that were then written.</summary>
    public int Accepted { get; private set; }

    /// <summary>Whether the last written token has run: then <see cref="Logits"/> belong to the token behind it.</summary>
    public bool IsUpToDate => pending.Count == 0;

    /// <summary>Logits for the next token; the caller may change them. // [vocabulary]</summary>
    public Span<float> Logits => run.LogitsAt(kept);

    /// <summary>Runs the prompt.</summary>
    /// <param name="first">How the answer has to begin: it runs along and has to be written next.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task PrefillAsync(int[] first, CancellationToken cancellationToken)
    {
        ahead = first.Length;
        return run.PrefillAsync(first, cancellationToken);
    }

    /// <summary>Runs what was written, and a guess at what follows.</summary>
    /// <param name="left">Tokens that may still be written.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public async ValueTask CatchUpAsync(int left, CancellationToken cancellationToken)
    {
        (guess, spelled) = Guess(Math.Min(left - 1, SequenceRun.MaxStep - 1));
        Drafted += guess.Length;
        pending.AddRange(guess);
        await run.StepAsync(pending, 1 + guess.Length, cancellationToken).ConfigureAwait(false);
        pending.Clear();
        kept = 0;
    }

    /// <summary>Takes a token that was written. One that was not guessed ends the guess: the rest of it is forgotten.</summary>
    public void Write(int token)
    {
        lookup?.Accept(token);
        if (ahead > 0)
            ahead--;
        else if (IsUpToDate && kept < guess.Length && guess[kept] == token)
            Keep();
        else
            Miss(token);
    }

    private void Keep()
    {
        kept++;
        Accepted++;
        if (kept == guess.Length)
            Judge();
    }

    private void Miss(int token)
    {
        if (IsUpToDate && kept < guess.Length)
        {
            run.Forget(guess.Length - kept);
            Judge();
            guess = [];
        }

        pending.Add(token);
    }

    // certain bytes, as the tokenizer would cut them, and behind them what followed the same place before
    private (int[] Tokens, int Spelled) Guess(int most)
    {
        if (lookup is null)
            return ([], 0);
        var likely = forced.Likely();
        int[] tokens = [.. likely, .. lookup.Draft(most - likely.Length, likely)];
        var count = Math.Max(0, Math.Min(most, tokens.Length));
        var special = Array.FindIndex(tokens, 0, count, isSpecial);
        return (tokens[..(special >= 0 ? special : count)], likely.Length);
    }

    // only what the lookup guessed counts for or against it
    private void Judge()
    {
        if (guess.Length > spelled && kept >= spelled)
            lookup!.Observe(guess.Length - spelled, kept - spelled);
    }
}
