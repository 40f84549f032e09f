using Qwen.Perception.Parsing;
using Qwen.Perception.Pictures;
using Qwen.Shared.Answers;
using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.Perception.Tests.Pictures;

public class AnswerTokensTests
{
    private static readonly QwenTokenizer Tokenizer = QwenTokenizer.Load(RepositoryFiles.DemoCheckpoint);

    [Theory]
    [InlineData(
        "```json\n[\n\t{\"bbox_2d\": [12, 34, 56, 78], \"label\": \"红 茶杯\"},\n\t{\"bbox_2d\": [12, 34, 56, 78], \"label\": \"é\"}\n]\n```")]
    [InlineData("<points x1=\"12\" y1=\"34\" x2=\"56\" y2=\"78\" alt=\"茶\">茶</points>")]
    [InlineData("12,34,56,78 茶\n1,2,3,4 é")]
    public void Only_the_tokens_that_spell_the_numbers_count(string answer)
    {
        var items = ItemParser.Parse(answer).Items;
        var tokens = Describe(
            answer, (start, end) => items[0].Places.Any(place => start < place.End.Value && end > place.Start.Value) ? 0.5 : 0.01);
        Assert.Equal(0.5, AnswerTokens.Find(answer, tokens, Tokenizer)!.Confidence(items[0].Places)!.Value, 3);
        Assert.NotEqual(0.5, AnswerTokens.Find(answer, tokens, Tokenizer)!.Confidence(items[1].Places)!.Value, 3);
        Assert.All(items[0].Places.Zip(items[0].Numbers), pair =>
            Assert.Equal(pair.Second, double.Parse(answer[pair.First], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void The_tokens_of_every_letter_are_found()
    {
        const string Answer =
            "{\"shop\": \"茶 é😀 Tea\", \"items\": [{\"name\": \"a\\\"b\", \"price\": 3}, {\"name\": \"茶\", \"price\": 3}]}";
        FieldParser.Parse(Answer, out _, out var places);
        Assert.Equal(["shop", "items[0].name", "items[0].price", "items[1].name", "items[1].price"], places.Keys);
        Assert.Equal(["茶 é😀 Tea", "a\\\"b", "3", "茶", "3"], places.Values.Select(place => Answer[place]));
        Assert.All(places.Values, place =>
        {
            var tokens = Describe(Answer, (start, end) => start < place.End.Value && end > place.Start.Value ? 0.25 : 1);
            Assert.Equal(0.25, AnswerTokens.Find(Answer, tokens, Tokenizer)!.Confidence(place)!.Value, 3);
        });
    }

    [Fact]
    public void Tokens_of_another_text_are_not_taken()
    {
        Assert.Null(AnswerTokens.Find("[1]", Describe("[2]", (_, _) => 1), Tokenizer));
        Assert.Null(AnswerTokens.Find("[1, 2]", Describe("[1", (_, _) => 1), Tokenizer));
        Assert.Null(AnswerTokens.Find("[1]", Describe("[1]", (_, _) => 1), Tokenizer)!.Confidence());
    }

    private static List<TokenLogProbability> Describe(string answer, Func<int, int, double> probability)
    {
        var decoder = new TokenTextDecoder(Tokenizer);
        var at = 0;
        return [.. Tokenizer.Encode(answer).Select(token =>
        {
            var start = at;
            at += decoder.Append(token).Length;
            return new TokenLogProbability(token, "", (float)Math.Log(probability(start, Math.Max(at, start + 1))), []);
        })];
    }
}
