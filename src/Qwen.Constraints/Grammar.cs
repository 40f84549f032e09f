using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Limits;
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

    private const int PatienceMilliseconds = 50;

    private readonly Lock gate = new();
    private readonly StateTable table;
    private readonly ParserState[] start;

    private Grammar(StateTable table, ParserState[] start)
    {
        this.table = table;
        this.start = start;
        CompileWork = table.Budget.Drawn;
    }

    /// <summary>The vocabulary that the grammar was compiled for.</summary>
    public TokenVocabulary Vocabulary => table.Vocabulary;

    /// <summary>Bytes that the grammar holds, by estimate: more while it is used, within bounds.</summary>
    public long HeldBytes => table.Budget.Held;

    /// <summary>Steps of work that the compilation took.</summary>
    internal long CompileWork { get; }

    /// <summary>Values of a JSON schema (drafts 4 to 2020-12).</summary>
    /// <exception cref="ConstraintException">
    /// The schema cannot be enforced as it stands; the message names the keyword and its path. Or it is a contradiction
    /// (<see cref="ConstraintException.IsContradiction"/>). Keywords that no draft knows are annotations.
    /// </exception>
    public static Grammar FromJsonSchema(
        TokenVocabulary vocabulary,
        JsonElement schema,
        JsonGrammarOptions? options = null,
        CancellationToken cancellationToken = default) =>
        Compile(vocabulary, options, (table, json) => new GrammarElement { Json = Root(table, schema, json) }, cancellationToken);

    /// <summary>Any JSON value, or any JSON object.</summary>
    public static Grammar AnyJson(
        TokenVocabulary vocabulary,
        bool objectOnly = false,
        JsonGrammarOptions? options = null,
        CancellationToken cancellationToken = default) =>
        FromJsonSchema(vocabulary, objectOnly ? AnyObject : AnyValue, options, cancellationToken);

    /// <summary>Texts that a pattern (ECMAScript syntax) matches from beginning to end.</summary>
    /// <exception cref="ConstraintException">The pattern is malformed or not regular (back references, look-behind, word
    /// boundaries).</exception>
    public static Grammar FromPattern(TokenVocabulary vocabulary, string pattern, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        return Compile(vocabulary, null, Make, cancellationToken);

        GrammarElement Make(StateTable table, JsonGrammarOptions json)
        {
            var language = PatternCompiler.Whole(table.Lexer.Arena, pattern, Refuse);
            table.Lexer.Arena.Explore(language);
            return new GrammarElement { Terminal = table.Lexer.Start(language, TextForm.Plain) ?? throw Refuse("no text matches it") };
        }

        ConstraintException Refuse(string reason) =>
            new($"The pattern '{ConstraintException.Shortened(pattern)}' cannot be enforced: {reason}.");
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
    /// Elements are <c>"literals"</c> (with \n \r \t \" \\ \xHH \uHHHH), <c>/patterns/</c> and <c>[classes]</c> in ECMAScript syntax, names
    /// of rules, <c>@name</c> for a JSON value of the schema given under that name, and groups in parentheses; each may be followed by
    /// <c>* + ? {n} {n,} {n,m}</c>. Elements side by side follow one another, <c>|</c> parts alternatives. A rule may come back to itself,
    /// but not at its beginning.
    /// </remarks>
    /// <param name="vocabulary">The vocabulary to compile for.</param>
    /// <param name="notation">The rules.</param>
    /// <param name="schemas">The JSON schemas that the rules name; <c>json</c> stands for any value without being given.</param>
    /// <param name="options">How the JSON inside is written.</param>
    /// <param name="cancellationToken">Ends the compilation.</param>
    /// <exception cref="ConstraintException">The notation cannot be read, or a schema cannot be enforced; the message says
    /// where.</exception>
    public static Grammar FromNotation(
        TokenVocabulary vocabulary,
        string notation,
        IReadOnlyDictionary<string, JsonElement>? schemas = null,
        JsonGrammarOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(notation);
        return Compile(vocabulary, options, Make, cancellationToken);

        GrammarElement Make(StateTable table, JsonGrammarOptions json)
        {
            var roots = new Dictionary<string, JsonRoot>();
            var compiler = new NotationCompiler(table.Lexer, NotationParser.Parse(notation), Json);
            var root = compiler.Compile();
            table.MostBeginnings = compiler.MostBeginnings;
            return root;

            JsonRoot Json(string name)
            {
                if (!roots.TryGetValue(name, out var root))
                {
                    var schema = schemas is not null && schemas.TryGetValue(name, out var given) ? given
                        : name == "json" ? AnyValue
                        : throw new ConstraintException(
                            $"The grammar cannot be used: no JSON schema is given under the name '{ConstraintException.Shortened(name)}'.");
                    roots.Add(name, root = Root(table, schema, json));
                }

                return root;
            }
        }
    }

    /// <summary>Starts a generation. Cheap; the constraint is for one thread, the grammar for all.</summary>
    /// <param name="cancellationToken">Ends the constraint's calls, also those that wait for another generation of the same
    /// grammar.</param>
    public GrammarConstraint CreateConstraint(CancellationToken cancellationToken = default) => new(this, start, cancellationToken);

    /// <summary>Whether some answer used up what a call was granted: see <see cref="Budget.HasGuessed"/>.</summary>
    internal bool HasGuessed => table.Budget.HasGuessed;

    /// <summary>Opens what the generations of the grammar share, for one call of one of them.</summary>
    /// <param name="grant">What is left to its answer.</param>
    /// <param name="steps">How much of it the call may take.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    internal GrammarCall Open(AnswerGrant grant, long steps, CancellationToken cancellationToken)
    {
        // another generation of this grammar may take its time: whoever no longer waits need not
        while (!gate.TryEnter(PatienceMilliseconds))
            cancellationToken.ThrowIfCancellationRequested();
        try
        {
            table.Budget.BeginCall(grant, steps, cancellationToken);
            table.ForgetIfFull();
            return new GrammarCall(gate, table);
        }
        catch
        {
            gate.Exit();
            throw;
        }
    }

    private static Grammar Compile(
        TokenVocabulary vocabulary, JsonGrammarOptions? options, Func<StateTable, JsonGrammarOptions, GrammarElement> make,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new JsonGrammarOptions();
        var budget = new Budget();
        budget.BeginCompilation(cancellationToken);
        var table = new StateTable(vocabulary, new Lexer(new RegexArena(budget)), Whitespace.Of(options.Whitespace));
        var root = make(table, options);
        var start = new List<ParserState>();
        GrammarRule.Begin(table, [root], 0, table.End, start);
        return new Grammar(table, [.. start.Distinct()]);
    }

    private static JsonRoot Root(StateTable table, JsonElement schema, JsonGrammarOptions options)
    {
        // the caller's document may be disposed while the grammar lives on
        var schemas = new SchemaNormalizer(table.Lexer, new SchemaDocument(SchemaText.Take(schema), table.Budget), options);
        return new JsonRoot(schemas, schemas.Check());
    }
}
