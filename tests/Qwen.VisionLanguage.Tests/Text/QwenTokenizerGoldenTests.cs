using Qwen.Testing;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

[Trait("Category", "Golden")]
public class QwenTokenizerGoldenTests
{
    [Theory]
    [InlineData("tokenizer", "ids")]
    [InlineData("checkpoints/tiny-tied", "tiny_ids")]
    [InlineData("checkpoints/tiny-untied", "tiny_ids")]
    public void Ids_are_those_of_the_reference(string folder, string key)
    {
        var tokenizer = QwenTokenizer.Load(Goldens.Require(folder));
        var texts = 0;
        foreach (var row in Goldens.ReadJson("tokens.json").EnumerateArray())
        {
            var text = row.GetProperty("text").GetString()!;
            var expected = row.GetProperty(key).EnumerateArray().Select(id => id.GetInt32()).ToArray();
            Assert.Equal(expected, tokenizer.EncodeWithSpecialTokens(text));
            Assert.Equal(text.Normalize(), tokenizer.Decode(expected, skipSpecialTokens: false));
            texts++;
        }

        Assert.True(texts > 0, "tokens.json holds no texts");
    }

    [Theory]
    [InlineData("checkpoints/tiny-tied")]
    [InlineData("checkpoints/tiny-untied")]
    public void Vocabulary_and_merges_in_separate_files_give_the_same_ids(string folder)
    {
        var source = Goldens.Require(folder);
        using var parts = new TemporaryFolder();
        foreach (var name in new[] { "vocab.json", "merges.txt", "tokenizer_config.json" })
            File.Copy(Path.Combine(source, name), parts.File(name));

        var whole = QwenTokenizer.Load(source);
        var split = QwenTokenizer.Load(parts.Path);
        Assert.Equal(whole.VocabularySize, split.VocabularySize);
        foreach (var row in Goldens.ReadJson("tokens.json").EnumerateArray())
        {
            var text = row.GetProperty("text").GetString()!;
            Assert.Equal(whole.EncodeWithSpecialTokens(text), split.EncodeWithSpecialTokens(text));
        }

        for (var id = 0; id < whole.VocabularySize; id++)
            Assert.Equal(whole.IsSpecial(id), split.IsSpecial(id));
    }
}
