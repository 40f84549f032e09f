using System.Text.Json.Nodes;
using Qwen.Perception.Forms;

namespace Qwen.Perception.Reading;

/// <summary>What is to be read from a document: single values, groups of them, lists.</summary>
internal abstract record FieldShape
{
    private FieldShape()
    {
    }

    /// <summary>The shape as the question shows it: empty values, and what can be chosen from behind a mark.</summary>
    public abstract string Template { get; }

    /// <summary>
    /// The grammar of an answer of this shape, but for the rules of JSON. A list has at most <paramref name="limit"/> entries.
    /// </summary>
    public abstract string Grammar(int limit);

    /// <summary>The JSON schema of an answer of this shape.</summary>
    public abstract JsonObject Schema(int limit);

    /// <summary>How the model writes an answer of this shape.</summary>
    public AnswerForm ToForm(int limit) =>
        new($"root   ::= {Notation.Fenced("fields")}\nfields ::= {Grammar(limit)}\n{Notation.Json}", () => Schema(limit));

    /// <summary>A value.</summary>
    /// <param name="Kind">What it is.</param>
    /// <param name="Choices">Texts of which it is one; empty for any.</param>
    public sealed record Value(FieldKind Kind, params IReadOnlyList<string> Choices) : FieldShape
    {
        /// <inheritdoc/>
        public override string Template =>
            Choices.Count == 0
                ? "\"\""
                : $"\"{Choices[0]}\"" + string.Concat(Choices.Skip(1).Select((c, i) => $"{(i == 0 ? " #" : "")} or \"{c}\""));

        /// <inheritdoc/>
        public override string Grammar(int limit) => Kind switch
        {
            FieldKind.Truth => "(truth | \"null\")",
            _ when Choices.Count > 0 =>
                $"({string.Join(" | ", Choices.Select(c => Notation.Literal(Notation.Quote(c))))} | \"\\\"\\\"\" | \"null\")",
            _ => "scalar",
        };

        /// <inheritdoc/>
        public override JsonObject Schema(int limit)
        {
            if (Choices.Count > 0)
                return new JsonObject { ["enum"] = new JsonArray([.. Choices.Select(choice => (JsonNode)choice), null]) };
            return new JsonObject { ["type"] = new JsonArray(Kind == FieldKind.Truth ? "boolean" : "string", "null") };
        }
    }

    /// <summary>Values under names.</summary>
    /// <param name="Members">The members in the order in which they are asked for.</param>
    public sealed record Group(IReadOnlyList<KeyValuePair<string, FieldShape>> Members) : FieldShape
    {
        /// <summary>Texts under names.</summary>
        public static Group OfTexts(IEnumerable<string> keys) =>
            new([.. keys.Select(key => KeyValuePair.Create<string, FieldShape>(key, new Value(FieldKind.Text)))]);

        /// <inheritdoc/>
        public override string Template =>
            $"{{{string.Join(", ", Members.Select(member => $"\"{member.Key}\": {member.Value.Template}"))}}}";

        /// <inheritdoc/>
        public override string Grammar(int limit) =>
            $"\"{{\" ws {string.Join(" \",\" ws ", Members.Select(member => $"{Notation.Key(member.Key)} {member.Value.Grammar(limit)}"))} "
            + $"\",\"? ws \"}}\"";

        /// <inheritdoc/>
        public override JsonObject Schema(int limit) => new()
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(
                Members.Select(member => KeyValuePair.Create(member.Key, (JsonNode?)member.Value.Schema(limit)))),
            ["required"] = new JsonArray([.. Members.Select(member => (JsonNode)member.Key)]),
            ["additionalProperties"] = false,
        };
    }

    /// <summary>Any number of the same.</summary>
    /// <param name="Item">One of them.</param>
    public sealed record Sequence(FieldShape Item) : FieldShape
    {
        /// <inheritdoc/>
        public override string Template => $"[{Item.Template}]";

        /// <inheritdoc/>
        public override string Grammar(int limit) => $"({Notation.List(Item.Grammar(limit), limit)} | \"null\")";

        /// <inheritdoc/>
        public override JsonObject Schema(int limit) => new() { ["type"] = "array", ["items"] = Item.Schema(limit), ["maxItems"] = limit };
    }
}
