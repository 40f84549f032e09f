namespace Qwen.VisionLanguage.Generation;

/// <summary>
/// Guesses the next tokens from what followed the same place before: the last three tokens, in the prompt or the answer; a mark such as
/// <c>],</c>, in the answer; a word, in the prompt, whatever blank it is written with. Answers that quote the prompt, and lists whose
/// entries are alike, are guessed well; others cost little, because guesses that fail become short and rare, for each token by itself, and
/// all of them end where they cost more than they brought.
/// </summary>
/// <remarks>Serves one answer; not thread-safe. (Saxena 2023, "prompt lookup decoding".)</remarks>
internal sealed class PromptLookup
{
    /// <summary>Longest guess.</summary>
    public const int MaxDraft = 12;

    private const int FirstDraft = 4;
    private const int MinWord = 3;
    private const int MaxPause = 64;

    // in steps of one token: what a guessed one adds to its step, and what guesses may cost at first, for each token, and at most
    private const double Cost = 1.0 / 5, FirstCredit = 1, CreditPerToken = 1.0 / 32, MostCredit = 8;

    private readonly Func<int, string?> read;
    private readonly List<int> tokens = [];
    private readonly int promptLength;

    // where they stood last: the place of the token behind the first, of the token itself for the others
    private readonly Dictionary<(int, int, int), int> ends = [];
    private readonly Dictionary<int, int> marks = [];
    private readonly Dictionary<string, int> words = [];

    private readonly Dictionary<int, Habit> habits = [];
    private Habit asked = new();
    private double credit = FirstCredit;

    /// <summary>Starts with the prompt.</summary>
    /// <param name="prompt">Its tokens.</param>
    /// <param name="read">A token's text; null where it is a control token.</param>
    public PromptLookup(IEnumerable<int> prompt, Func<int, string?> read)
    {
        this.read = read;
        promptLength = int.MaxValue;
        foreach (var token in prompt)
        {
            Accept(token);
            if (Word(token) is { } word)
                words[word] = tokens.Count - 1;
        }

        promptLength = tokens.Count;
        credit = FirstCredit;
    }

    /// <summary>Takes note of a token of the answer.</summary>
    public void Accept(int token)
    {
        // the last three tokens, or the last mark, are entered when the next one is known, so that they do not find themselves
        if (tokens is [.., var a, var b, var c])
            ends[(a, b, c)] = tokens.Count;
        if (tokens.Count > promptLength && IsMark(tokens[^1]))
            marks[tokens[^1]] = tokens.Count;
        tokens.Add(token);
        Earn(CreditPerToken);
    }

    /// <summary>A guess at what follows; empty where there is none.</summary>
    /// <param name="most">Most tokens.</param>
    /// <param name="ahead">Tokens between those accepted and the guess.</param>
    public int[] Draft(int most, params ReadOnlySpan<int> ahead)
    {
        int[] last = [.. tokens.TakeLast(3), .. ahead];
        if (last.Length == 0 || most <= 0 || credit < 0)
            return [];
        if (!habits.TryGetValue(last[^1], out var habit))
            habits.Add(last[^1], habit = new Habit());
        asked = habit;
        if (habit.Pause > 0)
        {
            habit.Pause--;
            return [];
        }

        most = Math.Min(most, habit.Length);
        if (last is [.., var a, var b, var c] && ends.TryGetValue((a, b, c), out var place))
            return [.. tokens.Skip(place).Take(most)];
        if (marks.TryGetValue(last[^1], out place))
            return [.. tokens.Skip(place).Take(most)];
        return Word(last[^1]) is { } word && words.TryGetValue(word, out place)
            ? [.. tokens.Take(promptLength).Skip(place + 1).TakeWhile(token => Word(token) is not null).Take(most)]
            : [];
    }

    /// <summary>Learns how many tokens of the last guess were right.</summary>
    public void Observe(int drafted, int accepted)
    {
        asked.Observe(drafted, accepted);
        Earn(accepted - drafted * Cost);
    }

    private void Earn(double steps) => credit = Math.Min(MostCredit, credit + steps);

    private string? Word(int token) =>
        read(token)?.TrimStart(' ') is { Length: >= MinWord } text && text.All(char.IsLetter) ? text : null;

    private bool IsMark(int token) => read(token) is { } text && !text.Any(char.IsLetterOrDigit);

    /// <summary>How guesses behind one token have fared.</summary>
    private sealed class Habit
    {
        private int lastPause = 1;

        public int Length { get; private set; } = FirstDraft;

        public int Pause { get; set; }

        public void Observe(int drafted, int accepted)
        {
            if (accepted == drafted)
            {
                (Length, lastPause) = (Math.Min(MaxDraft, Length * 2), 1);
                return;
            }

            Length = Math.Max(2, accepted + 1);
            if (accepted > 0)
                return;
            Pause = lastPause;
            lastPause = Math.Min(MaxPause, lastPause * 2);
        }
    }
}
