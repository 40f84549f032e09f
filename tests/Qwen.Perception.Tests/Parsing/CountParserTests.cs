using Qwen.Perception.Parsing;

namespace Qwen.Perception.Tests.Parsing;

public class CountParserTests
{
    [Theory]
    [InlineData("There are 3 red circles in the image.", 3)]
    [InlineData("There is 1 diamond in the image.", 1)]
    [InlineData("There are no birds.", 0)]
    [InlineData("I looked at 2 rows. There are a total of 14 birds in the figure.", 14)]
    [InlineData("In the 2 rows there are twelve birds.", 12)]
    [InlineData("There are 1,250 seats. Nice hall!", 1250)]
    [InlineData("图中共有12只鸟。", 12)]
    [InlineData("7", 7)]
    [InlineData("The scale is 1.5. I count 4", 4)]
    [InlineData("Many birds.", null)]
    [InlineData("", null)]
    public void The_last_sentence_with_a_number_counts(string text, int? count) => Assert.Equal(count, CountParser.Read(text));
}
