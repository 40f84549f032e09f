using Qwen.Perception.Parsing;
using Qwen.Shared.Answers;

namespace Qwen.Perception.Tests.Parsing;

public class ItemParserTests
{
    private const string Two = """[{"bbox_2d": [1, 2, 30, 40], "label": "cat"}, {"bbox_2d": [5, 6, 70, 80], "label": "dog"}]""";

    public static TheoryData<string, string, string?> Forms => new()
    {
        { "fenced", $"Here:\n```json\n{Two}\n```\nThat is all.", null },
        { "fence without a name", $"```\n{Two}\n```", null },
        { "fence without an end", $"```json\n{Two}", null },
        { "no fence, words around", $"I see {Two} there.", null },
        {
            "trailing commas",
            """[{"bbox_2d": [1, 2, 30, 40,], "label": "cat",}, {"bbox_2d": [5, 6, 70, 80], "label": "dog"},]""",
            RepairLog.TrailingComma
        },
        { "single quotes", "[{'bbox_2d': [1, 2, 30, 40], 'label': 'cat'}, {'bbox_2d': [5, 6, 70, 80], 'label': 'dog'}]", RepairLog.Quotes },
        {
            "comments",
            "[{\"bbox_2d\": [1, 2, 30, 40], \"label\": \"cat\" # or \"dog\"},\n{\"bbox_2d\": [5, 6, 70, 80], // here\n\"label\": "
                + "\"dog\"}] # end",
            RepairLog.Comment
        },
        {
            "block comment",
            """[{"bbox_2d": [1, 2, 30, 40], "label": "cat"} /* and */, {"bbox_2d": [5, 6, 70, 80], "label": "dog"}]""",
            RepairLog.Comment
        },
        {
            "cut off",
            """[{"bbox_2d": [1, 2, 30, 40], "label": "cat"}, {"bbox_2d": [5, 6, 70, 80], "label": "dog"}, {"bbox_2d": [7, 8""",
            RepairLog.Damaged
        },
        {
            "cut off in a string",
            """[{"bbox_2d": [1, 2, 30, 40], "label": "cat"}, {"bbox_2d": [5, 6, 70, 80], "label": "dog"}, {"bbox_2d": [7, 8, 9, 10], "label": "a do""",
            RepairLog.Damaged
        },
        {
            "no list",
            "{\"bbox_2d\": [1, 2, 30, 40], \"label\": \"cat\"}\n{\"bbox_2d\": [5, 6, 70, 80], \"label\": \"dog\"}",
            RepairLog.SeveralValues
        },
        {
            "no list, commas",
            "{\"bbox_2d\": [1, 2, 30, 40], \"label\": \"cat\"},\n{\"bbox_2d\": [5, 6, 70, 80], \"label\": \"dog\"}",
            RepairLog.SeveralValues
        },
        {
            "a brace forgotten",
            """[{"bbox_2d": [1, 2, 30, 40], "label": "cat", {"bbox_2d": [5, 6, 70, 80], "label": "dog"}]""",
            RepairLog.Loose
        },
        {
            "a comma forgotten",
            """[{"bbox_2d": [1, 2, 30, 40] "label": "cat"} {"bbox_2d": [5, 6, 70, 80], "label": "dog"}]""",
            RepairLog.Loose
        },
        {
            "numbers as text",
            """[{"bbox_2d": ["1", "2", "30", "40"], "label": "cat"}, {"bbox_2d": ["5, 6", "70, 80"], "label": "dog"}]""",
            RepairLog.NumberText
        },
        {
            "all numbers in one text",
            """[{"bbox_2d": "1, 2, 30, 40", "label": "cat"}, {"bbox_2d": ["5 6 70 80"], "label": "dog"}]""",
            RepairLog.NumberText
        },
        { "floats", """[{"bbox_2d": [1.0, 2.0, 30.0, 40.0], "label": "cat"}, {"bbox_2d": [5, 6, 7e1, 80], "label": "dog"}]""", null },
        {
            "blanks round labels",
            """[{"bbox_2d": [1, 2, 30, 40], "label": " cat "}, {"bbox_2d": [5, 6, 70, 80], "label": "dog\n"}]""",
            null
        },
        {
            "aliases",
            """[{"bbox": [1, 2, 30, 40], "description": "cat"}, {"box_2d": [5, 6, 70, 80], "name": "dog"}]""",
            RepairLog.KeyAlias
        },
        {
            "a text among them",
            """[{"bbox_2d": [1, 2, 30, 40], "text": "cat"}, "and", {"bbox_2d": [5, 6, 70, 80], "text_content": "dog"}]""",
            RepairLog.NoCoordinates
        },
        {
            "a broken entry",
            """[{"bbox_2d": [1, 2, 30, 40], "label": "cat"}, {"bbox_2d": [1, 2, 3]}, {"bbox_2d": [5, 6, 70, 80], "label": "dog"}]""",
            RepairLog.NoCoordinates
        },
        { "plain text", "1,2,30,40 cat\n5,6,70,80 dog", null },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_form_gives_the_same_two_boxes(string form, string answer, string? repair)
    {
        var parsed = ItemParser.Parse(answer);

        Assert.True(parsed.Understood, form);
        Assert.Equal(["cat", "dog"], parsed.Items.Select(item => item.Label));
        Assert.Equal([1, 2, 30, 40, 5, 6, 70, 80], parsed.Items.SelectMany(item => item.Numbers));
        if (repair is null)
            Assert.Empty(parsed.Repairs.Sentences);
        else
            Assert.Contains(repair, parsed.Repairs.Sentences);
    }

    [Theory]
    [InlineData("""[{"bbox_2d": [1, 2, 3, 4], "label": "the "big" one"}]""", "the \"big\" one")]
    [InlineData("""[{"bbox_2d": [1, 2, 3, 4], "label": "one, "two", three"}]""", "one, \"two\", three")]
    [InlineData("""[{'bbox_2d': [1, 2, 3, 4], 'label': 'Auntie Anne's'}]""", "Auntie Anne's")]
    [InlineData("""[{"bbox_2d": [1, 2, 3, 4], "label": "\alpha + \frac{1}{2} \times 3"}]""", @"\alpha + \frac{1}{2} \times 3")]
    [InlineData("[{\"bbox_2d\": [1, 2, 3, 4], \"label\": \"two\nlines\"}]", "two\nlines")]
    [InlineData("""[{"bbox_2d": [1, 2, 3, 4], "label": "caf\u00e9 \"x\""}]""", "café \"x\"")]
    public void Texts_survive_what_the_model_forgot_to_escape(string answer, string label) =>
        Assert.Equal(label, Assert.Single(ItemParser.Parse(answer).Items).Label);

    [Fact]
    public void Unknown_keys_are_kept()
    {
        var item = Assert.Single(ItemParser.Parse(
            """{"bbox_2d": [1, 2, 3, 4], "label": "rider", "sub_label": "no helmet ", "age": 7, "seen": True, "gone": None}""").Items);
        Assert.Equal(
            new Dictionary<string, string> { ["sub_label"] = "no helmet", ["age"] = "7", ["seen"] = "true", ["gone"] = "" },
            item.Attributes);
    }

    [Theory]
    [InlineData("""<points x1="12" y1="34" alt="rolling pin">rolling pin</points>""", new double[] { 12, 34 })]
    [InlineData("""A: <points x1="12" y1="34" x2='56.5' y2="7" alt="rolling pin"></points> done""", new[] { 12, 34, 56.5, 7 })]
    [InlineData("""<point x="12" y="34" alt="rolling pin"/>""", new double[] { 12, 34 })]
    public void Points_in_xml(string answer, double[] numbers)
    {
        var parsed = ItemParser.Parse(answer);
        Assert.Equal(numbers, parsed.Items.SelectMany(item => item.Numbers));
        Assert.All(parsed.Items, item => Assert.Equal("rolling pin", item.Label));
    }

    [Theory]
    [InlineData("```json\n[]\n```", true)]
    [InlineData("There is no such thing.", false)]
    [InlineData(@"The sum is \[ 1 + 2 \].", false)]
    [InlineData("", false)]
    public void Nothing_found_is_told_from_words(string answer, bool understood)
    {
        var parsed = ItemParser.Parse(answer);
        Assert.Empty(parsed.Items);
        Assert.Equal(understood, parsed.Understood);
    }

    [Fact]
    public void A_hostile_answer_costs_little()
    {
        foreach (var piece in new[] { "{", "[", "{\"", "[{\"bbox_2d\": [", "\"", "'#", "/*", "<points x1=\"", "1,", "\n", "```" })
            Assert.Empty(ItemParser.Parse(string.Concat(Enumerable.Repeat(piece, 20_000 / piece.Length))).Items);
    }
}
