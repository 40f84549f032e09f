using System.Runtime.CompilerServices;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Makes the states and frames of one grammar, equal ones once, so that token masks found at one place serve wherever it recurs. Not
/// thread-safe; used with the grammar's lock held.
/// </summary>
/// <remarks>
/// The machine is a nondeterministic pushdown automaton over bytes: a <see cref="ParserState"/> is where one reading of the text so far
/// stands, a <see cref="Frame"/> is what it returns to. Readings that meet again are one object.
/// </remarks>
internal sealed class StateTable(TokenVocabulary vocabulary, Lexer lexer, Whitespace whitespace)
{
    // states beyond this are forgotten: a long generation makes new ones without end
    private const int MaxStates = 20_000;
    private const int StateBytes = 400;

    // followed where work is spent
    private const int FewReadings = 16;

    private readonly Dictionary<Key, object> made = [];
    private TokenWalk? search;
    private EndFrame? end;

    public TokenVocabulary Vocabulary => vocabulary;

    public Lexer Lexer => lexer;

    public Whitespace Whitespace => whitespace;

    public Budget Budget { get; } = lexer.Arena.Budget;

    /// <summary>Most ways in which a rule of the grammar begins.</summary>
    public int MostBeginnings { get; set; }

    /// <summary>Around the whole text.</summary>
    public EndFrame End => end ??= new EndFrame(this);

    /// <summary>
    /// Lets go of what was made, once it is much: places in use keep theirs, and what is needed again is made again. Only between two
    /// calls.
    /// </summary>
    public void ForgetIfFull()
    {
        if (!Budget.IsFull)
            return;
        made.Clear();
        lexer.Forget();
        Budget.Release();
    }

    /// <summary>The states behind one more byte, each once. Of more than can be followed those that come first and last are kept.</summary>
    public ParserState[] Next(ParserState[] states, byte value)
    {
        if (states.Length == 1)
            return states[0].Next(value);
        Budget.Note(2 * states.Length);

        // most often only one of a few readings goes on
        ParserState[] only = [];
        List<ParserState>? next = null;
        HashSet<ParserState>? many = null;
        foreach (var state in states)
        {
            var targets = state.Next(value);
            if (targets.Length == 0)
                continue;
            if (only.Length == 0)
            {
                only = targets;
                if (targets.Length < FewReadings)
                    continue;
            }

            if (next is null)
            {
                next = [];
                if (only != targets)
                    Add(next, only);
            }

            Add(next, targets);
            if (Budget.Stops(next.Count >= FewReadings))
                break;
        }

        if (next is null)
            return only;
        Budget.Note(4 * next.Count);
        var most = ConstraintLimits.Readings / 2;
        return next.Count <= 2 * most ? [.. next] : [.. next.Take(most), .. next.TakeLast(most)];

        void Add(List<ParserState> into, ParserState[] targets)
        {
            foreach (var target in targets)
            {
                if (many is null ? into.Contains(target) : !many.Add(target))
                    continue;
                into.Add(target);
                if (into.Count == FewReadings)
                    many = [.. into];
            }
        }
    }

    /// <summary>Marks the bytes that may follow, and maybe some more. // [256]</summary>
    public void AddBytes(ParserState[] states, Span<bool> bytes)
    {
        Budget.Note(4 * states.Length);
        foreach (var state in states)
            state.AddBytes(bytes);
    }

    /// <summary>What searches for tokens.</summary>
    public TokenWalk Walk => search ??= new TokenWalk(this);

    /// <summary>Begins a search for tokens; the one before ends.</summary>
    public TokenWalk Search()
    {
        Walk.Clear();
        return Walk;
    }

    /// <summary>Returns the object made before from the same parts, or makes it.</summary>
    public T Intern<T>(object first, object? second, object? third, int number, Func<T> make)
        where T : class
    {
        var key = new Key(typeof(T), first, second, third, number);
        if (made.TryGetValue(key, out var known))
            return (T)known;
        if (made.Count >= MaxStates)
            made.Clear();
        Budget.Note(20);
        Budget.Hold(StateBytes);
        var result = make();
        made.TryAdd(key, result);
        return result;
    }

    /// <summary>The places where a value of the given kind may begin.</summary>
    public ValueState Value(SchemaNormalizer schemas, SchemaRef value, Frame frame, Blank blank) =>
        Intern(value, frame, blank, 0, () => new ValueState(this, schemas, value, frame, blank));

    private readonly record struct Key(Type Type, object First, object? Second, object? Third, int Number)
    {
        public bool Equals(Key other) =>
            Type == other.Type && Number == other.Number && ReferenceEquals(First, other.First) && ReferenceEquals(Second, other.Second)
            && ReferenceEquals(Third, other.Third);

        public override int GetHashCode() =>
            HashCode.Combine(
                RuntimeHelpers.GetHashCode(Type),
                RuntimeHelpers.GetHashCode(First),
                RuntimeHelpers.GetHashCode(Second),
                RuntimeHelpers.GetHashCode(Third),
                Number);
    }
}
