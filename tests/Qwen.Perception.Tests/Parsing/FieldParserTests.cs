using Qwen.Shared.Answers;

namespace Qwen.Perception.Tests.Parsing;

public class FieldParserTests
{
    [Theory]
    [InlineData("```json\n{\"a\": \"x\", \"b\": \"2.0\"}\n```")]
    [InlineData("{'a': 'x', 'b': '2.0'}")]
    [InlineData("Sure: {\"a\": \"x\", // first\n \"b\": \"2.0\",} as asked")]
    [InlineData("[{\"a\": \"x\"}, {\"b\": \"2.0\"}]")]
    [InlineData("{\"a\": \"x\", \"b\": \"2.0\", \"c\": \"cut o")]
    [InlineData("{\"a\": \"x\", \"b\": \"2.0\", \"c\": 1")]
    public void Every_form_gives_the_same_fields(string answer)
    {
        var fields = FieldParser.Parse(answer, out _, out _);
        Assert.Equal([("a", "x"), ("b", "2.0")], fields.Select(field => (field.Key, ItemReader.ToText(field.Value))));
    }

    [Fact]
    public void Prose_has_no_fields() => Assert.Empty(FieldParser.Parse("The house number is 1935.", out _, out _));
}
