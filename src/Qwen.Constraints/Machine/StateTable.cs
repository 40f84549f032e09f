using System.Runtime.CompilerServices;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints.Machine;

/// <summary>
/// Makes the states and frames of one grammar, equal ones once, so that token masks found at one place serve wherever it recurs. Not
/// thread-safe; used with the vocabulary's lock held.
/// </summary>
/// <remarks>
/// The machine is a nondeterministic pushdown automaton over bytes: a <see cref="ParserState"/> is where one reading of the text so far
/// stands, a <see cref="Frame"/> is what it returns to. Readings that meet again are one object.
/// </remarks>
internal sealed class StateTable(TokenVocabulary vocabulary, Lexer lexer, Whitespace whitespace)
{
    // states beyond this are forgotten: a long generation makes new ones without end
    private const int MaxStates = 20_000;

    private readonly Dictionary<Key, object> made = [];
    private readonly TokenWalk search = new(vocabulary);
    private EndFrame? end;

    public TokenVocabulary Vocabulary => vocabulary;

    public Lexer Lexer => lexer;

    public Whitespace Whitespace => whitespace;


    /// <summary>Around the whole text.</summary>
    public EndFrame End => end ??= new EndFrame(this);

    /// <summary>Begins a search for tokens; the one before ends.</summary>
    public TokenWalk Search()
    {
        search.Clear();
        return search;
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
        var result = make();
        made.Add(key, result);
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
