using System.Text.Json.Nodes;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Field;

/// <summary>Tokens of fine-tunes: from whichever file they come, and what they are in the text of a message.</summary>
public sealed class AddedTokensTests
{
    private const string Own = "<|medicine|>";

    [Theory]
    [InlineData("tokenizer.json", true)]
    [InlineData("tokenizer.json", false)]
    [InlineData("tokenizer_config.json", true)]
    [InlineData("added_tokens.json", false)]
    public async Task In_a_message_they_stay_text_until_a_switch_lets_them_count(string file, bool special)
    {
        using var folder = new FieldCheckpoint();
        Add(folder, file, 751, special);
        var converted = Path.Combine(folder.Home, "converted");
        await using (var model = await DemoAnswer.LoadAsync(folder.Path, converted))
        {
            Assert.Equal(751, model.Tokenizer.GetSpecialId(Own));
            Assert.Contains(Own, Assert.Single(model.Notes), StringComparison.Ordinal);
            Assert.Equal(model.Tokenizer.Encode(Own).Length, await CountAsync(model, Own));
        }

        await using var counting = await DemoAnswer.LoadAsync(folder.Path, converted, new() { AddedTokensInText = true });
        Assert.Empty(counting.Notes);
        Assert.Equal(1, await CountAsync(counting, Own));
        Assert.Equal(counting.Tokenizer.Encode("<|im_end|>").Length, await CountAsync(counting, "<|im_end|>"));
        Assert.Equal(await DemoAnswer.ExpectedAsync, await DemoAnswer.AskAsync(counting));
    }

    [Fact]
    public async Task One_without_a_row_is_told_and_refused_where_it_is_used()
    {
        using var folder = new FieldCheckpoint();
        Add(folder, "tokenizer.json", 768, false);
        await using var model = await DemoAnswer.LoadAsync(folder.Path, null, new() { AddedTokensInText = true });
        Assert.Contains("beyond the 768 rows", Assert.Single(model.Notes), StringComparison.Ordinal);
        Assert.Equal(await DemoAnswer.ExpectedAsync, await DemoAnswer.AskAsync(model));
        var error = await Assert.ThrowsAsync<QwenException>(() => CountAsync(model, Own));
        Assert.Contains("the token 768", error.Message, StringComparison.Ordinal);
        Assert.Equal(768, model.Vocabulary.Size);
    }

    [Fact]
    public void Blanks_and_words_beside_them_are_taken_as_their_flags_say()
    {
        using var folder = new FieldCheckpoint();
        folder.Edit("tokenizer.json", json =>
        {
            var tokens = json["added_tokens"]!.AsArray();
            tokens.Add(new JsonObject { ["id"] = 751, ["content"] = "<l>", ["special"] = false, ["lstrip"] = true });
            tokens.Add(new JsonObject { ["id"] = 752, ["content"] = "<r>", ["special"] = false, ["rstrip"] = true });
            tokens.Add(new JsonObject { ["id"] = 753, ["content"] = "word", ["special"] = false, ["single_word"] = true });
        });
        var tokenizer = QwenTokenizer.Load(folder.Path);
        int[] a = tokenizer.Encode("a"), b = tokenizer.Encode("b");
        Assert.Equal([.. a, 751, .. tokenizer.Encode("  b")], tokenizer.EncodeWithOwnTokens("a  <l>  b"));
        Assert.Equal([.. tokenizer.Encode("a  "), 752, .. b], tokenizer.EncodeWithOwnTokens("a  <r>  b"));
        Assert.Equal([753, .. tokenizer.Encode(" a")], tokenizer.EncodeWithOwnTokens("word a"));
        Assert.Equal(tokenizer.Encode("words sword"), tokenizer.EncodeWithOwnTokens("words sword"));
        Assert.Equal([.. tokenizer.Encode("words "), 753], tokenizer.EncodeWithOwnTokens("words word"));
    }

    [Fact]
    public void Files_that_disagree_are_read_in_their_order()
    {
        using var folder = new FieldCheckpoint();
        Add(folder, "tokenizer.json", 751, true);
        Add(folder, "added_tokens.json", 752, false);
        Assert.Equal(751, QwenTokenizer.Load(folder.Path).GetSpecialId(Own));
        folder.Delete("tokenizer.json");
        folder.Edit("tokenizer_config.json", json => json.Remove("added_tokens_decoder"));
        folder.Edit("added_tokens.json", json =>
        {
            foreach (var (id, token) in new[] { (730, "<|im_start|>"), (731, "<|im_end|>"), (743, "<tool_call>") })
                json[token] = id;
        });
        var tokenizer = QwenTokenizer.Load(folder.Path);
        Assert.Equal((752, 731), (tokenizer.GetSpecialId(Own), tokenizer.GetSpecialId("<|im_end|>")));
        Assert.True(tokenizer.IsSpecial(731));
        Assert.False(tokenizer.IsSpecial(743));
        Assert.False(tokenizer.IsSpecial(752));
    }

    private static void Add(FieldCheckpoint folder, string file, int id, bool special)
    {
        if (file == "added_tokens.json")
            folder.Write(file, new JsonObject { [Own] = id }.ToJsonString());
        else if (file == "tokenizer_config.json")
            folder.Edit(file, json => json["added_tokens_decoder"]![$"{id}"] = new JsonObject { ["content"] = Own, ["special"] = special });
        else
            folder.Edit(file, json => json["added_tokens"]!.AsArray().Add(
                new JsonObject { ["id"] = id, ["content"] = Own, ["special"] = special, ["lstrip"] = false, ["rstrip"] = false }));
    }

    // tokens that a text takes in a message
    private static async Task<int> CountAsync(QwenModel model, string text)
    {
        return await InputAsync(text) - await InputAsync("");

        async Task<int> InputAsync(string message)
        {
            var request = new GenerationRequest
            {
                Turns = [new ChatTurn(ChatTurnRole.User, [new TextPart("a" + message)])],
                MaxOutputTokens = 1,
            };
            var count = 0;
            await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
                count = update.Usage?.InputTokens ?? count;
            return count;
        }
    }
}
