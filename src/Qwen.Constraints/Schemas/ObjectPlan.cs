using System.Numerics;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// One alternative for objects, ready to be written: every name that a schema mentions with the condition on its value, and the classes
/// of all other keys.
/// </summary>
internal sealed class ObjectPlan
{
    private const int MaxClasses = 64;
    private const int MaxWitnesses = 4;
    private const int MaxStates = 5000;

    // more properties than an answer has
    private const int MaxCountedKeys = 1 << 20;

    private readonly SchemaNormalizer schemas;
    private readonly Lexer lexer;
    private readonly ObjectShape shape;
    private readonly Dictionary<ObjectStateKey, ObjectState> states = [];
    private KeyClass[]? others;
    private int?[]? counts;
    private KeyTree? keys;
    private int[]? keyOrder;
    private ObjectState? start;

    public ObjectPlan(SchemaNormalizer schemas, Lexer lexer, ObjectShape shape, bool freeOrder)
    {
        this.schemas = schemas;
        this.lexer = lexer;
        this.shape = shape;
        FreeOrder = freeOrder;
        if (shape.Witnesses.Count > MaxWitnesses)
            throw Refuse("not", $"more than {MaxWitnesses} conditions that some property must fulfil");
        var index = new Dictionary<string, int>();
        foreach (var rule in shape.Rules)
        {
            foreach (var name in rule.Order)
                index.TryAdd(name, index.Count);
        }

        foreach (var name in shape.Required)
            index.TryAdd(name, index.Count);
        foreach (var (trigger, needed) in shape.Implications)
        {
            index.TryAdd(trigger, index.Count);
            index.TryAdd(needed, index.Count);
        }

        Names = [.. index.Keys];
        Values = Array.ConvertAll(Names, name => schemas.ValueOf(shape, name));
        Required = new BitSet(Names.Length);
        foreach (var name in shape.Required)
            Required.Set(index[name]);
        Brought = shape.Implications.Count == 0 ? null : new List<int>?[Names.Length];
        foreach (var (trigger, needed) in shape.Implications)
            (Brought![index[trigger]] ??= []).Add(index[needed]);
        NameWitnesses = shape.Witnesses.Count == 0
            ? new int[Names.Length]
            : Array.ConvertAll(Names, name => WitnessBits(keys => lexer.Arena.Matches(keys, name)));
    }

    /// <summary>Whether properties may come in any order; else in the order in which the schemas name them, other keys last.</summary>
    public bool FreeOrder { get; }

    public string[] Names { get; }

    /// <summary>For each name the condition on its value; null where the name may not be used.</summary>
    public SchemaRef?[] Values { get; }

    /// <summary>The conditions that values may come under, whichever witnesses they are made.</summary>
    public IEnumerable<SchemaRef> AllValues
    {
        get
        {
            for (var i = 0; i < Values.Length; i++)
            {
                for (var bits = Values[i] is null ? -1 : NameWitnesses[i]; bits >= 0; bits = bits == 0 ? -1 : (bits - 1) & NameWitnesses[i])
                    yield return Value(i, bits);
            }

            foreach (var other in Others)
            {
                for (var bits = other.Witness; bits >= 0; bits = bits == 0 ? -1 : (bits - 1) & other.Witness)
                    yield return Value(other, bits);
            }
        }
    }

    public BitSet Required { get; }

    /// <summary>For each name those that have to be present where it is; null where no name brings any.</summary>
    public List<int>?[]? Brought { get; }

    public Budget Budget => schemas.Arena.Budget;

    /// <summary>For each name one bit for each witness that it can be.</summary>
    public int[] NameWitnesses { get; }

    public int AllWitnesses => (1 << shape.Witnesses.Count) - 1;

    public int Min => shape.Min;

    public int Max => shape.Max;

    /// <summary>Whether nothing but names, their order and their presence matters.</summary>
    public bool IsPlain => shape is { Min: 0, Max: int.MaxValue, Witnesses.Count: 0, Implications.Count: 0 };

    /// <summary>Whether it matters how many different keys there are, so that none may come twice.</summary>
    public bool CountsKeys => shape.Min > 1 || shape.Witnesses.Count > 0;

    /// <summary>
    /// Whether it still matters, with so many written, that no key comes twice: not once there are enough, where keys have no end.
    /// </summary>
    public bool CountsKeysAt(int count) =>
        CountsKeys && (shape.Witnesses.Count > 0 || count < shape.Min || !Enumerable.Range(0, Others.Length).All(HasKeysWithoutEnd));

    /// <summary>The keys of a class but for those used; null for none.</summary>
    public LexState? KeysWithout(KeyClass other, UsedTexts used) => used.Count == 0
        ? other.Start
        : lexer.Start(
            lexer.Arena.Intersection(other.Start.Node, lexer.Arena.Complement(lexer.Arena.Words(used.Words))), TextForm.JsonString);

    /// <summary>
    /// How many keys of each class may still be used: none where no value may stand under them, and where keys are not counted or are more
    /// than matter a great many.
    /// </summary>
    /// <param name="used">The keys that were written.</param>
    /// <param name="taken">A class of which one more was written; negative for none.</param>
    public int[] KeysLeft(UsedTexts used, int taken)
    {
        var left = new int[Others.Length];
        for (var i = 0; i < left.Length; i++)
        {
            if (!schemas.IsSatisfiable(Others[i].Value))
                continue;
            left[i] = int.MaxValue;
            if (!CountsKeys || AllKeys(i) is var all && all == MaxCountedKeys)
                continue;
            left[i] = Math.Max(0, all - (i == taken ? 1 : 0) - used.All.Count(key => lexer.Arena.Matches(Others[i].Start.Node, key)));
        }

        return left;
    }

    /// <summary>The classes of keys that no schema names.</summary>
    public KeyClass[] Others => others ??= FindOthers();

    public KeyTree Keys => keys ??= KeyTree.Build(Names, out keyOrder);

    /// <summary>The number of each name by its place in sorted order.</summary>
    public int[] KeyOrder => Keys is not null ? keyOrder! : [];

    public ObjectState Start => start ??= State(new ObjectStateKey(new BitSet(Names.Length), 0, 0, 0, UsedTexts.None));

    /// <summary>Whether such an object exists.</summary>
    public bool IsFeasible => ObjectState.IsFeasible(this, new ObjectStateKey(new BitSet(Names.Length), 0, 0, 0, UsedTexts.None));

    /// <summary>The condition on a named property's value that also makes it the given witnesses.</summary>
    public SchemaRef Value(int name, int witnesses) => With(Values[name]!, witnesses);

    /// <summary>The condition on another key's value that also makes it the given witnesses.</summary>
    public SchemaRef Value(KeyClass other, int witnesses) => With(other.Value, witnesses);

    public bool IsSatisfiable(SchemaRef value) => schemas.IsSatisfiable(value);

    public bool IsAllowed(int name) => Values[name] is { } value && schemas.IsSatisfiable(value);

    public ObjectState State(ObjectStateKey key)
    {
        // places that hold what was written serve one generation only
        if (key.Used.Count > 0)
            return new ObjectState(this, key);
        if (!states.TryGetValue(key, out var state))
        {
            Budget.Hold(200 + Names.Length);
            if (states.Count >= MaxStates)
                states.Clear();
            states.Add(key, state = new ObjectState(this, key));
        }

        return state;
    }

    private bool HasKeysWithoutEnd(int keyClass) => AllKeys(keyClass) == MaxCountedKeys;

    // counted once: most classes have any number of keys
    private int AllKeys(int keyClass)
    {
        counts ??= new int?[Others.Length];
        return counts[keyClass] ??= lexer.Arena.CountUpTo(Others[keyClass].Start.Node, MaxCountedKeys);
    }

    private SchemaRef With(SchemaRef value, int witnesses)
    {
        for (var rest = witnesses; rest != 0; rest &= rest - 1)
            value = schemas.Both(value, shape.Witnesses[BitOperations.TrailingZeroCount(rest)].Value);
        return value;
    }

    private int WitnessBits(Func<RegexNode, bool> fits)
    {
        var bits = 0;
        for (var i = 0; i < shape.Witnesses.Count; i++)
        {
            if (fits(shape.Witnesses[i].Keys))
                bits |= 1 << i;
        }

        return bits;
    }

    private KeyClass[] FindOthers()
    {
        RegexNode[] patterns = shape.Witnesses.Count == 0 && shape.Rules.All(rule => rule.Patterns.Count == 0)
            ? []
            : [.. shape.Rules.SelectMany(r => r.Patterns.Select(p => p.Keys)).Concat(shape.Witnesses.Select(w => w.Keys)).Distinct()];
        if (patterns.Length == 0 && ValueUnder([]) is null)
            return [];
        var arena = lexer.Arena;
        var unnamed = arena.Intersection(arena.Complement(arena.Words(WordTree.Of(Names))), shape.Keys ?? arena.AnyText);
        var result = new List<KeyClass>();

        // keys that match no pattern, then those that match some: patterns that share no key need not be told apart
        Add(arena.Intersection(unnamed, arena.Complement(arena.Union(patterns))), []);
        foreach (var group in Overlapping(patterns))
        {
            List<(RegexNode Keys, RegexNode[] Matched)> parts = [(unnamed, [])];
            foreach (var pattern in group)
            {
                parts = [.. parts.SelectMany(p => new[]
                {
                    (arena.Intersection(p.Keys, pattern), [.. p.Matched, pattern]),
                    (arena.Intersection(p.Keys, arena.Complement(pattern)), p.Matched),
                }).Where(p => arena.IsLive(p.Item1))];
                if (parts.Count > MaxClasses)
                    throw Refuse("patternProperties", $"the patterns part the keys into more than {MaxClasses} classes");
            }

            foreach (var (language, matched) in parts.Where(p => p.Matched.Length > 0))
                Add(language, matched);
        }

        return [.. result];

        void Add(RegexNode language, RegexNode[] matched)
        {
            if (ValueUnder(matched) is { } value && lexer.Start(language, TextForm.JsonString) is { } start)
                result.Add(new KeyClass(start, value, WitnessBits(keys => matched.Contains(keys))));
        }
    }

    // the condition under a key that no schema names and that some patterns match; null where none may be used
    private SchemaRef? ValueUnder(RegexNode[] matched)
    {
        var value = schemas.Anything;
        foreach (var rule in shape.Rules)
        {
            var isMatched = false;
            foreach (var (keys, own) in rule.Patterns)
            {
                if (!matched.Contains(keys))
                    continue;
                value = schemas.Both(value, own);
                isMatched = true;
            }

            if (!isMatched)
                value = schemas.Both(value, rule.Additional);
        }

        return value.Literals.Contains(schemas.Nothing.Literals[0]) ? null : value;
    }

    // groups of patterns that may match the same key, directly or through others of the group
    private List<List<RegexNode>> Overlapping(RegexNode[] patterns)
    {
        var groups = new List<List<RegexNode>>();
        foreach (var pattern in patterns)
        {
            var touching = groups.Where(g => g.Exists(other => !lexer.Arena.AreDisjoint(pattern, other))).ToArray();
            groups.RemoveAll(touching.Contains);
            groups.Add([.. touching.SelectMany(g => g), pattern]);
        }

        return groups;
    }

    private ConstraintException Refuse(string keyword, string reason) =>
        new($"The JSON schema cannot be enforced: keyword '{keyword}' at '#{ConstraintException.Shortened(shape.Path)}': {reason}.");
}
