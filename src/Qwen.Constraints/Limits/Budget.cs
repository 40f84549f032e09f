namespace Qwen.Constraints.Limits;

/// <summary>
/// What one compilation, or one call of a generation, may still take: every construction draws on it and ends in a sentence where it is
/// spent. Also where work looks whether it was cancelled. Not thread-safe: one grammar has one, and its owner locks.
/// </summary>
internal sealed class Budget
{
    // steps between two looks at the token
    private const int LookEvery = 8192;

    private CancellationToken cancellation;
    private AnswerGrant? answer;
    private long granted = ConstraintLimits.CompileWork;
    private long left = ConstraintLimits.CompileWork;
    private long floor;
    private long look;

    /// <summary>
    /// Whether an answer is being written: then what would be too much is left out of it, where in a compilation it is refused.
    /// </summary>
    public bool Lenient { get; private set; }

    /// <summary>Whether what was granted is used up: whoever has anything to return had better do so.</summary>
    public bool IsSpent => left <= 0;

    /// <summary>Whether more was drawn than even what cannot stop half-way may take.</summary>
    public bool IsOver => left < floor;

    /// <summary>Whether something was left out of this call for its work: what is not whole is not kept for later ones.</summary>
    public bool WasCut { get; private set; }

    /// <summary>Steps of work that are left.</summary>
    public long Left => left;

    /// <summary>Bytes held by what was made, by estimate.</summary>
    public long Held { get; private set; }

    /// <summary>Whether the memory is used up.</summary>
    public bool IsFull => Held > ConstraintLimits.Memory;

    /// <summary>Steps drawn since the compilation or call was begun.</summary>
    public long Drawn => granted - left;

    /// <summary>Grants a compilation.</summary>
    public void BeginCompilation(CancellationToken token)
    {
        (cancellation, answer, Lenient, WasCut) = (token, null, false, false);
        (granted, left, floor, look) = (ConstraintLimits.CompileWork, ConstraintLimits.CompileWork, 0, LookEvery);
        token.ThrowIfCancellationRequested();
    }

    /// <summary>
    /// Grants one call of an answer, out of what is left to the answer. What cannot stop half-way may take three times as much as is
    /// granted.
    /// </summary>
    /// <exception cref="ConstraintException">The answer took more than even its way out may take.</exception>
    public void BeginCall(AnswerGrant grant, long steps, CancellationToken token)
    {
        token.ThrowIfCancellationRequested();
        grant.ThrowIfOver();
        (cancellation, answer, Lenient, WasCut) = (token, grant, true, false);
        (granted, left, floor, look) = (steps, steps, -3 * steps, LookEvery);
    }

    /// <summary>Charges what the call drew to its answer.</summary>
    public void EndCall()
    {
        HasGuessed |= IsSpent;
        answer?.Draw(Drawn);
    }

    /// <summary>Whether some call used up what it was granted: what is kept since then may allow a way that leads nowhere.</summary>
    public bool HasGuessed { get; private set; }

    /// <summary>Makes sure that a few more steps can be drawn: for the way out that is taken where all others are too long.</summary>
    public void Allow(long steps)
    {
        var more = floor + steps + LookEvery - left;
        if (more > 0)
            (granted, left) = (granted + more, left + more);
    }

    /// <summary>Makes sure that a few more steps are there before what was granted is used up.</summary>
    public void Extend(long steps)
    {
        if (left < steps)
            (granted, left) = (granted + steps - left, steps);
    }

    /// <summary>Draws steps of work.</summary>
    /// <exception cref="ConstraintException">More was drawn than is granted.</exception>
    /// <exception cref="OperationCanceledException">The caller no longer waits.</exception>
    public void Spend(long steps)
    {
        left -= steps;
        look -= steps;
        if (look > 0)
            return;
        look = LookEvery;
        cancellation.ThrowIfCancellationRequested();
        if (left < floor)
            throw TooMuch("it takes too much work to prepare");
    }

    /// <summary>Draws steps of work where a generation has to go on whatever it takes; a compilation ends as ever.</summary>
    public void Note(long steps)
    {
        if (!Lenient)
        {
            Spend(steps);
            return;
        }

        left -= steps;
        look -= steps;
        if (look > 0)
            return;
        look = LookEvery;
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>Whether a generation had better stop here with what it has; notes that something is left out.</summary>
    public bool Stops(bool hasSomething)
    {
        if (!Lenient || left > 0 || !hasSomething)
            return false;
        WasCut = true;
        return true;
    }

    /// <summary>Draws memory.</summary>
    /// <exception cref="ConstraintException">A compilation drew more than is granted; generations let go of what they hold between two
    /// calls.</exception>
    public void Hold(long bytes)
    {
        Held += bytes;
        if (IsFull && !Lenient)
            throw TooMuch($"what is prepared for it would take more than {ConstraintLimits.Memory >> 20} MB");
    }

    /// <summary>Notes that everything was let go.</summary>
    public void Release() => Held = 0;

    private static ConstraintException TooMuch(string reason) => new(
        $"The constraint is too complex: {reason}. Look for counted repetitions inside one another, "
        + "long counts together with other patterns, "
        + "many conditions on one value, and rules that say others several times; lower the counts, or allow more.");
}
