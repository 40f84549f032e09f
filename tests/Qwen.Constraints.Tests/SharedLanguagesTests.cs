using System.Text.Json;
using Qwen.Constraints.Automata;
using Qwen.Constraints.Fuzzing;
using Qwen.Constraints.Limits;

namespace Qwen.Constraints.Tests;

/// <summary>
/// Numbers and formats are worked out once for all grammars, which read them at the same time without a lock: nothing about them is found
/// out later, whatever a caller asks for.
/// </summary>
public sealed class SharedLanguagesTests
{
    private static readonly string[] Formats =
        ["date", "time", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uuid", "uri"];

    // shared languages alone, inside others, beside others, and what they leave out
    private static readonly string[] Schemas =
    [
        .. Formats.Select(format => $$$"""{"type":"string","format":"{{{format}}}"}"""),
        .. Formats.Select(format => $$$"""{"type":"string","format":"{{{format}}}","pattern":"1","maxLength":40}"""),
        .. Formats.Select(format => $$$"""{"items":{"type":"string","not":{"format":"{{{format}}}"},"pattern":"^[a-f]*$"}}"""),
        """{"anyOf":[{"format":"date","type":"string"},{"format":"time","type":"string"},{"enum":["1","2020-01-01",12]}]}""",
        """{"type":"number","minimum":-3.5,"exclusiveMaximum":1e9,"multipleOf":0.25}""",
        """{"not":{"type":"integer"},"type":["number","boolean","null"]}""",
        """{"type":"array","items":{"type":"integer","not":{"multipleOf":3}},"uniqueItems":true,"maxItems":6}""",
        """{"type":"object","properties":{"a":{"type":"number"},"b":{"format":"uuid","type":"string"}},"additionalProperties":false}""",
    ];

    [Fact]
    public void All_is_known_of_what_grammars_share_and_no_answer_changes_it()
    {
        var nodes = Shared();
        Assert.True(nodes.Count > 500, $"{nodes.Count} nodes");
        Assert.All(nodes, node =>
        {
            Assert.NotNull(node.Derivatives);
            Assert.NotNull(node.BeyondAscii);
            Assert.NotNull(node.Open);
            Assert.NotNull(node.Beginnings);
            Assert.True(node.Explored);
            if (!node.Positive && !node.Nullable && node.Live != false && node.Kind != RegexKind.Empty)
                Assert.True(node is { Live: true, Way: not null });
        });
        var before = nodes.ConvertAll(Known);

        // each three times with all that it is granted, and three times with nothing left
        Parallel.For(0, 6 * Schemas.Length, i => Answer(FuzzVocabulary.Instance, Schemas[i % Schemas.Length], i, i % 2 == 0));
        Assert.Equal(before, nodes.ConvertAll(Known));
    }

    [Fact]
    public void An_answer_without_work_left_narrows_nobody_elses_masks()
    {
        TokenVocabulary used = Vocabulary(), fresh = Vocabulary();
        for (var i = 0; i < 4 * Schemas.Length; i++)
            Answer(used, Schemas[i / 4], i, isSpent: true);
        foreach (var schema in Schemas)
            Assert.Equal(Answer(fresh, schema, seed: 7, isSpent: false), Answer(used, schema, seed: 7, isSpent: false));

        static TokenVocabulary Vocabulary() =>
            new([.. FuzzVocabulary.Tokens.Select(token => (ReadOnlyMemory<byte>)token)], [FuzzVocabulary.End]);
    }

    // some tokens of an answer: what might have followed at each of them
    private static List<int[]> Answer(TokenVocabulary vocabulary, string schema, int seed, bool isSpent)
    {
        using var document = JsonDocument.Parse(schema);
        var constraint = Grammar.FromJsonSchema(vocabulary, document.RootElement).CreateConstraint();
        if (isSpent)
            constraint.Grant.Draw(ConstraintLimits.AnswerWork);
        return RandomWalk.Follow(constraint, vocabulary, new Random(seed), 25);
    }

    private static object?[] Known(RegexNode node) =>
        [node.Derivatives, node.Live, node.Way, node.BeyondAscii, node.Open, node.Beginnings, node.Explored];

    // all nodes that an arena of its own is given, with those that they lead to and are made of
    private static List<RegexNode> Shared()
    {
        var arena = new RegexArena();
        var roots = Formats.Select(format => FormatLanguages.Find(arena, format)!).Where(node => node.Arena != arena).ToArray();
        Assert.True(roots.Length > Formats.Length / 2, $"{roots.Length} formats are shared");
        var numbers = arena.Numbers;
        var open = new Queue<RegexNode>([.. roots, numbers.Everything, numbers.Integer, numbers.IntegerValued, arena.AnyText]);
        var seen = new HashSet<RegexNode>(open);
        while (open.TryDequeue(out var node))
        {
            Assert.NotSame(arena, node.Arena);
            foreach (var next in node.Parts.Concat(node.Derivatives!.Select(way => way.Target)))
            {
                if (seen.Add(next))
                    open.Enqueue(next);
            }
        }

        return [.. seen];
    }
}
