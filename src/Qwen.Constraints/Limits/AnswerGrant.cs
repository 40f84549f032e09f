namespace Qwen.Constraints.Limits;

/// <summary>
/// What the compilation and all calls of one answer may take together, in counted steps: a sum to begin with, and a little more with every
/// token, so that a long answer does not run out. Where it is used up, each call gets only what finds some way on: the answer is
/// narrowed and comes to its end. Not thread-safe: drawn on with the grammar's lock held.
/// </summary>
/// <param name="compilation">Steps that the constraint took to be compiled, of which every answer bears the whole.</param>
internal sealed class AnswerGrant(long compilation)
{
    /// <summary>Steps that are left; negative where the calls took more than was there.</summary>
    public long Left { get; private set; } = ConstraintLimits.AnswerWork - compilation;

    /// <summary>Steps that were drawn in all.</summary>
    public long Drawn { get; private set; }

    /// <summary>What the next search may take: no more than is left, and never so little that nothing is found.</summary>
    public long ForSearch => Math.Clamp(Left, ConstraintLimits.LeastWork, ConstraintLimits.MaskWork);

    /// <summary>Takes note of a token.</summary>
    public void Grow() => Left += ConstraintLimits.TokenWork;

    /// <summary>Charges what a call took.</summary>
    public void Draw(long steps) => (Left, Drawn) = (Left - steps, Drawn + steps);

    /// <summary>Ends an answer that even its way out takes too much of.</summary>
    /// <exception cref="ConstraintException">It does.</exception>
    public void ThrowIfOver()
    {
        if (Left < -ConstraintLimits.Overdraft)
            throw TooMuch();
    }

    /// <summary>What an answer ends in that cannot be gone on with.</summary>
    public static ConstraintException TooMuch() => new(
        "The answer was ended: its constraint takes too much work with every token. Look for many patterns, look-aheads, alternatives "
        + "or conditions that all have to be kept in mind at once; give fewer of them, or ask for parts of the answer one by one.");
}
