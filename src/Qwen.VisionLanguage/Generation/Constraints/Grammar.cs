using System.Text.Json;
using Qwen.VisionLanguage.Generation.Constraints.Languages;
using Qwen.VisionLanguage.Generation.Constraints.Machine;
using Qwen.VisionLanguage.Generation.Constraints.Schemas;

namespace Qwen.VisionLanguage.Generation.Constraints;

/// <summary>
/// What an answer may look like, compiled for one vocabulary. Immutable and thread-safe: compile once, then
/// <see cref="CreateConstraint"/> for every generation.
/// </summary>
public sealed class Grammar
{
    private readonly ParserState[] start;

    private Grammar(TokenVocabulary vocabulary, ParserState[] start)
    {
        Vocabulary = vocabulary;
        this.start = start;
    }

    /// <summary>The vocabulary that the grammar was compiled for.</summary>
    public TokenVocabulary Vocabulary { get; }

    /// <summary>Values of a JSON schema (drafts 4 to 2020-12).</summary>
    /// <exception cref="QwenException">
    /// The schema cannot be enforced as it stands; the message names the keyword and its path. Keywords that no draft knows are annotations.
    /// </exception>
    public static Grammar FromJsonSchema(TokenVocabulary vocabulary, JsonElement schema, JsonGrammarOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new JsonGrammarOptions();
        lock (vocabulary.Sync)
        {
            var lexer = vocabulary.CurrentLexer();
            var schemas = new SchemaNormalizer(lexer, new SchemaDocument(schema), options.PropertyOrder == JsonPropertyOrder.Free);
            var root = schemas.Check();
            var engine = new Engine(vocabulary, lexer, Whitespace.Of(options.Whitespace));
            return new Grammar(vocabulary, [engine.Value(schemas, root, engine.End, Whitespace.None)]);
        }
    }

    /// <summary>Starts a generation. Cheap; the constraint is for one thread, the grammar for all.</summary>
    public GrammarConstraint CreateConstraint() => new(Vocabulary, start);
}
