using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Schemas;

/// <summary>
/// Brings schemas to normal form, on demand: the schemas of properties and items stay references until someone goes there. Not
/// thread-safe; its owner locks.
/// </summary>
internal sealed partial class SchemaNormalizer
{
    private const int MaxAlternatives = 512;
    private const int MaxHops = 32;

    // alternatives up to which none is looked for that another one makes needless
    private const int FewAlternatives = 8;

    private static readonly JsonElement NeverSchema = JsonDocument.Parse("false").RootElement;

    private readonly Lexer lexer;
    private readonly RegexArena arena;
    private readonly JsonGrammarOptions options;
    private readonly SchemaDocument document;
    private readonly Dictionary<int, SchemaRef> single = [];
    private readonly Dictionary<string, SchemaRef> refs = [];
    private readonly Dictionary<(int, int), SchemaRef> pairs = [];
    private readonly Dictionary<(string, int), ObjectRule> named = [];
    private readonly ValueShape any;
    private readonly ValueShape none;
    private int depth;
    private int made;

    public SchemaNormalizer(Lexer lexer, SchemaDocument document, JsonGrammarOptions options)
    {
        this.lexer = lexer;
        arena = lexer.Arena;
        this.document = document;
        this.options = options;
        Numbers = arena.Numbers;
        any = new ValueShape(Numbers.Everything, Numbers.Everything, arena.AnyText, [new ArrayShape()], [new ObjectShape()]);
        none = new ValueShape(arena.Empty, arena.Empty, arena.Empty, [], []);
        Anything = Ref([]);
        Nothing = Ref(document.Node(NeverSchema, "false"));
    }

    public NumberLanguages Numbers { get; }

    public RegexArena Arena => arena;

    public Budget Budget => arena.Budget;

    /// <summary>No condition.</summary>
    public SchemaRef Anything { get; }

    /// <summary>A condition that nothing fulfils.</summary>
    public SchemaRef Nothing { get; }

    /// <summary>The reference to one schema.</summary>
    public SchemaRef Ref(SchemaNode node) => node.Reference ??= Ref([new SchemaLiteral(Final(node), false)]);

    /// <summary>The reference to schemas that must all hold.</summary>
    public SchemaRef Both(SchemaRef a, SchemaRef b)
    {
        if (a.Literals.Length == 0 || ReferenceEquals(a, b))
            return b;
        if (b.Literals.Length == 0)
            return a;
        if (!pairs.TryGetValue((a.Id, b.Id), out var both))
        {
            Budget.Hold(64);
            pairs.Add((a.Id, b.Id), both = Ref([.. a.Literals, .. b.Literals]));
        }

        return both;
    }

    /// <summary>References of which at least one holds exactly where the given one does not.</summary>
    public IEnumerable<SchemaRef> Negations(SchemaRef reference) =>
        reference.Literals.Select(l => Ref([l with { Negated = !l.Negated }]));

    /// <summary>The normal form of a reference.</summary>
    public ValueShape Shape(SchemaRef reference)
    {
        if (reference.Shape is { } known)
            return known;
        var shape = any;
        foreach (var literal in reference.Literals)
        {
            var own = Shape(literal.Node);
            shape = Conjoin(shape, literal.Negated ? Negate(own, literal.Node) : own, literal.Node);
        }

        return reference.Shape = shape;
    }

    /// <summary>The normal form of a schema.</summary>
    /// <param name="node">The schema.</param>
    /// <param name="evaluated">Whether the alternatives have to tell what they have looked at.</param>
    private ValueShape Shape(SchemaNode node, bool evaluated = false)
    {
        if ((evaluated ? node.EvaluatedShape : node.Shape) is { } known)
            return known;
        if (node.InProgress)
            throw SchemaErrors.Refuse(node, "$ref", "the schema refers to itself without going into the value");
        if (++depth > ConstraintLimits.SchemaNesting)
            throw SchemaErrors.Refuse(
                node, "$ref", $"more than {ConstraintLimits.SchemaNesting} schemas apply one another to the same value");
        node.InProgress = true;
        try
        {
            Budget.Spend(50);
            var shape = node switch
            {
                { IsValue: true } => OfValue(node),
                { Alternatives: { } alternatives } => alternatives.Aggregate(none, (sum, one) => Disjoin(sum, Shape(one))),
                _ => OfSchema(node, evaluated),
            };
            return evaluated ? node.EvaluatedShape = shape : node.Shape = shape;
        }
        finally
        {
            node.InProgress = false;
            depth--;
        }
    }

    // a schema that only refers stands for the one it refers to, so that equal conditions are seen to be equal
    private SchemaNode Final(SchemaNode node)
    {
        for (var hops = 0; hops < MaxHops && node is { IsValue: false, Element.ValueKind: JsonValueKind.Object }; hops++)
        {
            var keywords = node.Keywords;
            if (!keywords.Has(SchemaKeyword.Ref) || !(document.IgnoresReferenceSiblings || keywords.Count == 1))
                break;
            node = Target(node, keywords[SchemaKeyword.Ref], "$ref");
        }

        return node;
    }

    private SchemaRef Ref(SchemaLiteral[] literals)
    {
        Budget.Spend(10 * (1 + literals.Length));
        if (literals is [var one])
        {
            var number = one.Negated ? -1 - one.Node.Id : one.Node.Id;
            if (!single.TryGetValue(number, out var sole))
            {
                Budget.Hold(200);
                single.Add(number, sole = new SchemaRef(made++, literals));
            }

            return sole;
        }

        if (literals.Length > 1)
        {
            Array.Sort(literals, (a, b) => a.Node.Id != b.Node.Id ? a.Node.Id.CompareTo(b.Node.Id) : a.Negated.CompareTo(b.Negated));
            literals = [.. literals.Distinct()];
        }

        var key = string.Join(',', literals.Select(l => l.Negated ? -1 - l.Node.Id : l.Node.Id));
        if (!refs.TryGetValue(key, out var known))
        {
            Budget.Hold(200 + (2 * key.Length) + (16 * literals.Length));
            refs.Add(key, known = new SchemaRef(made++, literals));
        }

        return known;
    }
}
