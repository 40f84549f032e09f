using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Machine;
using Qwen.Constraints.Notation;
using Qwen.Constraints.Schemas;

namespace Qwen.Constraints;

/// <summary>
/// What an answer may look like, compiled for one vocabulary. Thread-safe, and unchanged to the eye: compile once, then
/// <see cref="CreateConstraint"/> for every generation.
/// </summary>
public sealed class Grammar
{
    private static readonly JsonElement AnyValue = JsonDocument.Parse("true").RootElement;
    private static readonly JsonElement AnyObject = JsonDocument.Parse("""{"type": "object"}""").RootElement;

    private readonly Func<StateTable, ParserState[]> make;
    private readonly Whitespace whitespace;
    private StateTable table;
    private ParserState[] start;

    private Grammar(TokenVocabulary vocabulary, Whitespace whitespace, Func<StateTable, ParserState[]> make)
    {
        Vocabulary = vocabulary;
        this.whitespace = whitespace;
        this.make = make;
        table = new StateTable(vocabulary, vocabulary.CurrentLexer(), whitespace);
        start = make(table);
    }

    /// <summary>The vocabulary that the grammar was compiled for.</summary>
    public TokenVocabulary Vocabulary { get; }

    /// <summary>Values of a JSON schema (drafts 4 to 2020-12).</summary>
    /// <exception cref="ConstraintException">
    /// The schema cannot be enforced as it stands; the message names the keyword and its path. Keywords that no draft knows are annotations.
    /// </exception>
    public static Grammar FromJsonSchema(TokenVocabulary vocabulary, JsonElement schema, JsonGrammarOptions? options = null)
    {
        // the caller's document may be disposed while the grammar lives on
        var own = schema.Clone();
        return Compile(vocabulary, options, (table, order) => Begin(table, new GrammarElement { Json = Root(table, own, order) }));
    }

    /// <summary>Any JSON value, or any JSON object.</summary>
    public static Grammar AnyJson(TokenVocabulary vocabulary, bool objectOnly = false, JsonGrammarOptions? options = null) =>
        FromJsonSchema(vocabulary, objectOnly ? AnyObject : AnyValue, options);

    /// <summary>Texts that a pattern (ECMAScript syntax) matches from beginning to end.</summary>
    /// <exception cref="ConstraintException">The pattern is malformed or not regular (back references, look-behind, word boundaries).</exception>
    public static Grammar FromPattern(TokenVocabulary vocabulary, string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Compile(vocabulary, null, (table, _) =>
        {
            var language = PatternCompiler.Whole(table.Lexer.Arena, pattern, reason => new ConstraintException($"The pattern '{pattern}' cannot be enforced: {reason}."));
            var terminal = table.Lexer.Start(language, TextForm.Plain) ?? throw new ConstraintException($"The pattern '{pattern}' cannot be enforced: no text matches it.");
            return Begin(table, new GrammarElement { Terminal = terminal });
        });
    }

    /// <summary>Texts of a grammar in a small notation, beginning with the rule <c>root</c>.</summary>
    /// <remarks>
    /// <code>
    /// # a comment
    /// root   ::= "&lt;points" pair{1,50} " alt=" quoted "&gt;" label "&lt;/points&gt;"
    /// pair   ::= " x" digits "=" quoted | other
    /// call   ::= "&lt;tool_call&gt;\n" @call "\n&lt;/tool_call&gt;"
    /// label  ::= /[^&lt;&gt;]{1,80}/
    /// </code>
    /// Elements are <c>"literals"</c> (with \n \r \t \" \\ \xHH \uHHHH), <c>/patterns/</c> and <c>[classes]</c> in ECMAScript syntax, names of
    /// rules, <c>@name</c> for a JSON value of the schema given under that name, and groups in parentheses; each may be followed by
    /// <c>* + ? {n} {n,} {n,m}</c>. Elements side by side follow one another, <c>|</c> parts alternatives. A rule may come back to itself, but
    /// not at its beginning.
    /// </remarks>
    /// <param name="vocabulary">The vocabulary to compile for.</param>
    /// <param name="notation">The rules.</param>
    /// <param name="schemas">The JSON schemas that the rules name; <c>json</c> stands for any value without being given.</param>
    /// <param name="options">How the JSON inside is written.</param>
    /// <exception cref="ConstraintException">The notation cannot be read, or a schema cannot be enforced; the message says where.</exception>
    public static Grammar FromNotation(
        TokenVocabulary vocabulary,
        string notation,
        IReadOnlyDictionary<string, JsonElement>? schemas = null,
        JsonGrammarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(notation);
        var own = schemas?.ToDictionary(s => s.Key, s => s.Value.Clone());
        return Compile(vocabulary, options, (table, order) =>
        {
            var roots = new Dictionary<string, JsonRoot>();
            return Begin(table, new NotationCompiler(table.Lexer, NotationParser.Parse(notation), Json).Compile());

            JsonRoot Json(string name)
            {
                if (!roots.TryGetValue(name, out var root))
                {
                    var schema = own is not null && own.TryGetValue(name, out var given) ? given
                        : name == "json" ? AnyValue
                        : throw new ConstraintException($"The grammar cannot be used: no JSON schema is given under the name '{name}'.");
                    roots.Add(name, root = Root(table, schema, order));
                }

                return root;
            }
        });
    }

    /// <summary>Starts a generation. Cheap; the constraint is for one thread, the grammar for all.</summary>
    public GrammarConstraint CreateConstraint()
    {
        lock (Vocabulary.Sync)
        {
            // what generations left behind (automata of texts that may not come twice) is given up when it is much
            if (TokenVocabulary.IsFull(table.Lexer))
            {
                table = new StateTable(Vocabulary, Vocabulary.CurrentLexer(), whitespace);
                start = make(table);
            }

            return new GrammarConstraint(Vocabulary, start);
        }
    }

    private static Grammar Compile(TokenVocabulary vocabulary, JsonGrammarOptions? options, Func<StateTable, JsonPropertyOrder, ParserState[]> make)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new JsonGrammarOptions();
        lock (vocabulary.Sync)
            return new Grammar(vocabulary, Whitespace.Of(options.Whitespace), table => make(table, options.PropertyOrder));
    }

    private static JsonRoot Root(StateTable table, JsonElement schema, JsonPropertyOrder order)
    {
        var schemas = new SchemaNormalizer(table.Lexer, new SchemaDocument(schema), order == JsonPropertyOrder.Free);
        return new JsonRoot(schemas, schemas.Check());
    }

    private static ParserState[] Begin(StateTable table, GrammarElement root) => [.. GrammarRule.Begin(table, [root], 0, table.End).Distinct()];
}
