using Qwen.Constraints.Tokens;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Where one reading of the text so far stands. Immutable but for what it remembers; made through <see cref="StateTable"/>.
/// </summary>
internal abstract class ParserState(StateTable table)
{
    private byte[] stepBytes = [];
    private ParserState[][] stepTargets = [];
    private int steps;
    private TokenRecipe? recipe;
    private RestSet? rests;

    public StateTable StateTable { get; } = table;

    /// <summary>Whether the whole text may end here.</summary>
    public virtual bool MayEnd => false;

    /// <summary>Whether the tokens that may follow are known already.</summary>
    public bool HasRecipe => recipe is not null;

    /// <summary>The tokens that may follow.</summary>
    public TokenRecipe Recipe
    {
        get
        {
            if (recipe is not null)
                return recipe;
            var made = MakeRecipe();
            return StateTable.Budget.WasCut ? made : recipe = made;
        }
    }

    /// <summary>The bytes that may follow, and some more, where they are few; none where they are many.</summary>
    public virtual ReadOnlySpan<byte> Few => [];

    /// <summary>The nodes of the vocabulary's tree of what stands behind quotes whose bytes may follow.</summary>
    public RestSet Rests
    {
        get
        {
            if (rests is not null)
                return rests;
            var made = StateTable.Walk.Rests(this);
            return StateTable.Budget.WasCut ? made : rests = made;
        }
    }

    /// <summary>The states behind one more byte; none where it cannot follow.</summary>
    public ParserState[] Next(byte value)
    {
        var index = stepBytes.AsSpan(0, steps).IndexOf(value);
        if (index >= 0)
            return stepTargets[index];
        return Find(value);
    }

    private ParserState[] Find(byte value)
    {
        StateTable.Budget.Note(30);
        try
        {
            var targets = Step(value);
            if (targets.Length > 0)
                Remember(value, targets);
            return targets;
        }
        catch (ConstraintException) when (StateTable.Budget.Lenient)
        {
            // what takes too much to follow does not follow: the answer goes another way
            return [];
        }
    }

    /// <summary>
    /// Adds the tokens that begin with the bytes up to a node and go on from here, where there is a shorter way than trying every child of
    /// the node.
    /// </summary>
    /// <returns>Whether there is one: then nothing is left to be done.</returns>
    public virtual bool TryWalk(TokenWalk walk, int node) => false;

    /// <summary>Marks the bytes that may follow, and maybe some more; all where they are not known beforehand. // [256]</summary>
    public virtual void AddBytes(Span<bool> bytes) => bytes.Fill(true);

    protected abstract ParserState[] Step(byte value);

    protected virtual TokenRecipe MakeRecipe()
    {
        var tokens = StateTable.Search();
        tokens.Walk(0, this);
        return new TokenRecipe([], tokens.Found());
    }

    private void Remember(byte value, ParserState[] targets)
    {
        if (steps == stepBytes.Length)
        {
            Array.Resize(ref stepBytes, Math.Max(4, steps * 2));
            Array.Resize(ref stepTargets, stepBytes.Length);
        }

        stepBytes[steps] = value;
        stepTargets[steps++] = targets;
    }
}
