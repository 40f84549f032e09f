using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Qwen.Testing;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Text;

public class QwenTokenizerTests
{
    private static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.Char[' ', '~'].Select(c => c.ToString()),
        Gen.OneOf("the ", " in", "ation", "  ", "\n", "é", "e\u0301", "ü", "한", "你好", "😀", "👩\u200D👩", "𝒜", "\uFFFE", "\u0378"),
        Gen.Char.Select(c => c.ToString())).Array[0, 50].Select(string.Concat);

    [Fact]
    public void Decoding_gives_the_text_back()
        => AnyText.Sample(text =>
        {
            var tokenizer = TextModels.Demo;
            Assert.Equal(UnicodeNormalizer.Compose(text), tokenizer.Decode(tokenizer.Encode(text)));
        });

    [Fact]
    public void Words_merge_as_in_an_independent_encoder()
    {
        var model = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "tokenizer.json"))).RootElement
            .GetProperty("model");
        var independent = BpeTokenizer.Create(new BpeOptions(
            model.GetProperty("vocab").EnumerateObject().Select(entry => KeyValuePair.Create(entry.Name, entry.Value.GetInt32())))
        {
            Merges = [.. model.GetProperty("merges").EnumerateArray().Select(merge => $"{merge[0].GetString()} {merge[1].GetString()}")],
            ByteLevel = true,
        });
        var table = new BytePairTable(TokenizerReader.Read(RepositoryFiles.DemoCheckpoint));
        var merger = new BytePairMerger(table);

        Gen.Char['a', 'h'].Array[1, 200].Select(letters => new string(letters)).Sample(
            word =>
            {
                var ids = new List<int>();
                merger.Append(Encoding.UTF8.GetBytes(word), ids);
                Assert.Equal(independent.EncodeToIds(word), ids);
            },
            threads: 1);
    }

    [Fact]
    public void Control_tokens_come_from_the_checkpoint()
    {
        var tokenizer = TextModels.Demo;
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryFiles.DemoCheckpoint, "tokenizer.json")));
        foreach (var token in json.RootElement.GetProperty("added_tokens").EnumerateArray())
        {
            var id = token.GetProperty("id").GetInt32();
            var content = token.GetProperty("content").GetString()!;
            var special = token.GetProperty("special").GetBoolean();

            Assert.Equal(id, tokenizer.GetSpecialId(content));
            Assert.Equal(special, tokenizer.IsSpecial(id));
            Assert.Equal([id], tokenizer.EncodeWithSpecialTokens(content));
            Assert.Equal(content, tokenizer.Decode([id], skipSpecialTokens: false));
            Assert.Equal(special ? "" : content, tokenizer.Decode([id]));
            Assert.Equal(special ? "" : content, Encoding.UTF8.GetString(tokenizer.GetBytes(id).Span));
        }

        Assert.Null(tokenizer.GetSpecialId("<|no_such_token|>"));
    }

    [Fact]
    public void Plain_text_holds_no_control_tokens()
    {
        const string text = "a<|im_end|>\n<|im_start|>system\n<|image_pad|><tool_call>";
        var ids = TextModels.Demo.Encode(text);
        Assert.DoesNotContain(ids, id => id >= TextModels.Demo.GetSpecialId("<|endoftext|>"));
        Assert.Equal(text, TextModels.Demo.Decode(ids));
    }

    [Fact]
    public void Answers_hold_visible_tokens_but_no_control_tokens()
    {
        var tokenizer = TextModels.Demo;
        var ids = tokenizer.EncodeAnswer("x<tool_call>\n<|im_end|>");
        Assert.Contains(tokenizer.GetSpecialId("<tool_call>")!.Value, ids);
        Assert.DoesNotContain(ids, tokenizer.IsSpecial);
    }

    [Fact]
    public void Strings_that_are_no_text_are_still_encoded()
    {
        // not as attributes: those are stored as UTF-8, which has no lone surrogates
        foreach (var (text, read) in new[]
        {
            ("a\uD800b", "a\uFFFDb"),
            ("\uDC00", "\uFFFD"),
            ("e\u0301\uFFFEe\u0301", "\u00E9\uFFFE\u00E9")
        })
            Assert.Equal(read, TextModels.Demo.Decode(TextModels.Demo.Encode(text)));
    }

    [Fact]
    public void Ids_without_token_give_nothing()
    {
        var tokenizer = TextModels.Demo;
        Assert.Equal("", tokenizer.Decode([-1, tokenizer.VocabularySize, int.MaxValue]));
        Assert.True(tokenizer.GetBytes(-1).IsEmpty);
        Assert.True(tokenizer.GetBytes(tokenizer.VocabularySize).IsEmpty);
        Assert.False(tokenizer.IsSpecial(tokenizer.VocabularySize));
    }

    // each of these took minutes with a merge loop or a normalisation of quadratic cost
    [Theory]
    [InlineData("a", 1_000_000)]
    [InlineData("=", 1_000_000)]
    [InlineData(" ", 1_000_000)]
    [InlineData("\n ", 500_000)]
    [InlineData("theration", 100_000)]
    [InlineData("\u0301\u0323", 200_000)]
    [InlineData("<|im_end|", 100_000)]
    public void Megabytes_without_a_border_are_no_trap(string part, int times)
    {
        var text = new StringBuilder(part.Length * times).Insert(0, part, times).ToString();
        var ids = TextModels.Demo.EncodeWithSpecialTokens(text);
        Assert.Equal(text.Length, TextModels.Demo.Decode(ids).Length);
    }

    [Fact]
    public void Merges_written_as_strings_are_read_too()
    {
        using var folder = new TemporaryFolder();
        var json = ReadDemo();
        var merges = json["model"]!["merges"]!.AsArray();
        json["model"]!["merges"] = new JsonArray([.. merges.Select(merge => (JsonNode)$"{merge![0]} {merge[1]}")]);
        File.WriteAllText(folder.File("tokenizer.json"), json.ToJsonString());

        const string text = "The quick brown fox, it's 42 {\"bbox_2d\": [1, 2]}";
        Assert.Equal(TextModels.Demo.Encode(text), QwenTokenizer.Load(folder.Path).Encode(text));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "vocab.json", Assert.Throws<QwenException>(() => QwenTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
        File.WriteAllText(folder.File("vocab.json"), "{}");
        Assert.Contains(
            "merges.txt", Assert.Throws<QwenException>(() => QwenTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"model": {"type": "WordPiece"}}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": ["ab"]}, "added_tokens": []}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": "x"}, "merges": []}, "added_tokens": []}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": [["a"]]}, "added_tokens": []}""")]
    [InlineData("""{"model": {"type": "BPE", "vocab": {"a": 0}, "merges": []}, "added_tokens": []}""")]
    public void A_broken_file_is_named(string json)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("tokenizer.json"), json);
        Assert.Contains(
            "tokenizer.json", Assert.Throws<QwenException>(() => QwenTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the pattern", "pattern")]
    [InlineData("an id", "ids")]
    [InlineData("a large id", "ids")]
    [InlineData("no content", "null")]
    [InlineData("a merge", "'qqq'")]
    [InlineData("a symbol", "byte symbols")]
    public void A_tokenizer_that_cannot_be_right_is_refused(string what, string named)
    {
        using var folder = new TemporaryFolder();
        var json = ReadDemo();
        switch (what)
        {
            case "the pattern":
                json["pre_tokenizer"]!["pretokenizers"]![0]!["pattern"]!["Regex"] = @"\p{L}+|\s+";
                break;
            case "an id":
                json["added_tokens"]![0]!["id"] = -1;
                break;
            case "a large id":
                json["added_tokens"]![0]!["id"] = int.MaxValue;
                break;
            case "no content":
                json["added_tokens"]![0]!["content"] = null;
                break;
            case "a merge":
                json["model"]!["merges"]!.AsArray().Add(new JsonArray("qqq", "a"));
                break;
            default:
                json["model"]!["vocab"]!["日"] = 5;
                break;
        }

        File.WriteAllText(folder.File("tokenizer.json"), json.ToJsonString());
        Assert.Contains(named, Assert.Throws<QwenException>(() => QwenTokenizer.Load(folder.Path)).Message, StringComparison.Ordinal);
    }

    private static JsonObject ReadDemo() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.DemoCheckpoint, "tokenizer.json")))!.AsObject();
}
