using System.Text.Json.Nodes;
using Qwen.Testing;
using Qwen.VisionLanguage.Checkpoints;
using Qwen.VisionLanguage.Graphs.GenAI;
using Qwen.VisionLanguage.Tests.Checkpoints.Forms;
using Qwen.VisionLanguage.Tests.Field;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Checkpoints.Adapters;

/// <summary>Adapters that bring tokens of their own: rows of the embedding table and the head, and files of the tokenizer.</summary>
[Trait("Category", "Forms")]
public sealed class EnlargedAdapterTests
{
    private const string Query = "model.layers.0.self_attn.q_proj";
    private const string Table = CheckpointLayout.Embedding;
    private const string Head = CheckpointLayout.Head;
    private const string Own = "<|medicine|>";
    private const int DemoRows = 768;

    [Theory]
    [InlineData(307)] // tokens were added
    [InlineData(299)] // the table of the base has rows to spare, and was cut to the size of the tokenizer
    public async Task Tables_of_another_size_take_the_place_of_the_models(int rows)
    {
        using var fixture = new AdapterFixture(tied: false).Adapt(Query, 4, 2).Resize(Table, rows).Resize(Head, rows).Write();
        foreach (var folder in new[] { fixture.Base, fixture.Twin })
            File.WriteAllText(Path.Combine(folder, "generation_config.json"), """{"eos_token_id": 298}""");
        AssertSame(fixture, rows, tied: false);
        await FormTwins.AssertSameAnswers(fixture.Base, fixture.Twin, 1e-5f, fixture.Adapter);
    }

    [Fact]
    public void A_head_that_is_the_table_stays_it_where_both_are_saved_alike_or_it_is_said()
    {
        using var alike = new AdapterFixture().Adapt(Query, 4, 2).Resize(Table, 303).Resize(Head, 303, sameAs: Table).Write();
        AssertSame(alike, 303, tied: true);
        using var apart = new AdapterFixture().Adapt(Query, 4, 2).Resize(Table, 303).Resize(Head, 303).Write(untied: true);
        AssertSame(apart, 303, tied: false);
        using var said = new AdapterFixture();
        said.Configuration["modules_to_save"] = new JsonArray("embed_tokens");
        said.Adapt(Query, 4, 2).Resize(Table, 303).Write();
        Refused(said, "does not say whether the head");
        said.Configuration["ensure_weight_tying"] = true;
        AssertSame(said.Write(), 303, tied: true);
    }

    [Theory]
    [InlineData(Table, false, "embedding table has 303 rows, and the head 300")]
    [InlineData(Head, false, "embedding table has 300 rows, and the head 303")]
    [InlineData(Head, true, "embedding table has 300 rows, and the head 303")]
    public void One_table_alone_that_grew_is_refused_by_its_cause(string tensor, bool tied, string expected)
    {
        using var fixture = new AdapterFixture(tied).Adapt(Query, 4, 2).Resize(tensor, 303).Write();
        Refused(fixture, expected, "Save it again with both");
    }

    [Fact]
    public void Tables_without_rows_for_the_placeholders_of_pictures_are_refused()
    {
        using var fixture = new AdapterFixture(tied: false).Resize(Table, 200).Resize(Head, 200).Write();
        Refused(fixture, "vision_start_token_id", "200 rows");
    }

    [Theory]
    [InlineData("tokenizer.json")]
    [InlineData("added_tokens.json")]
    public async Task Added_tokens_come_from_the_adapters_folder_and_have_its_rows(string file)
    {
        using var folder = new TempFolder();
        WriteDemoAdapter(folder.Path, file, DemoRows);
        var options = new QwenModelOptions { Adapter = folder.Path, AddedTokensInText = true };
        await using var model = await DemoAnswer.LoadAsync(RepositoryFiles.DemoCheckpoint, folder.File("converted"), options);
        Assert.Equal(DemoRows, model.Tokenizer.GetSpecialId(Own));
        Assert.Equal(DemoRows + 8, model.Config.Text.VocabularySize);
        Assert.Empty(model.Notes);
        Assert.Equal(DemoRows + 1, model.Vocabulary.Size);
        Assert.Equal(await DemoAnswer.ExpectedAsync, await DemoAnswer.AskAsync(model)); // the new rows of the head are zeros

        var export = new QwenModelOptions { Adapter = folder.Path, Precision = QwenPrecision.Int8 };
        if (file == "tokenizer.json")
        {
            var written = GenAIFolder.Write(RepositoryFiles.DemoCheckpoint, folder.File("genai"), export);
            Assert.Equal(DemoRows, QwenTokenizer.Load(written).GetSpecialId(Own));
            return;
        }

        var error = Assert.Throws<QwenException>(() => GenAIFolder.Write(RepositoryFiles.DemoCheckpoint, folder.File("genai"), export));
        Assert.Contains($"lacks the tokens that the adapter in {folder.Path} adds ({Own})", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(730, "<|im_start|> in the model")] // a control token of the model
    [InlineData(5, "a token of ordinary text in the model")]
    [InlineData(-1, "which no model has")]
    public async Task Tokens_that_stand_where_the_model_has_others_are_refused(int id, string expected)
    {
        using var folder = new TempFolder();
        WriteDemoAdapter(folder.Path, "added_tokens.json", id);
        var error = await Assert.ThrowsAsync<QwenException>(() => DemoAnswer.LoadAsync(
            RepositoryFiles.DemoCheckpoint, folder.File("converted"), new QwenModelOptions { Adapter = folder.Path }));
        Assert.Contains($"{Own} has the id {id} there", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    private static void WriteDemoAdapter(string folder, string file, int id)
    {
        var tables = RawSafetensors.Read(Path.Combine(RepositoryFiles.DemoCheckpoint, "model.safetensors"))
            .Where(tensor => tensor.Name is Table or Head)
            .Select(tensor => tensor with
            {
                Name = "base_model.model." + tensor.Name,
                Shape = [tensor.Shape[0] + 8, tensor.Shape[1]],
                Bytes = [.. tensor.Bytes, .. new byte[8 * tensor.Bytes.Length / DemoRows]],
            });
        RawSafetensors.Write(Path.Combine(folder, "adapter_model.safetensors"), [.. tables]);
        var config = new JsonObject
        {
            ["peft_type"] = "LORA", ["base_model_name_or_path"] = "Some/base", ["r"] = 4, ["lora_alpha"] = 8,
            ["modules_to_save"] = new JsonArray("embed_tokens", "lm_head"),
        };
        File.WriteAllText(Path.Combine(folder, "adapter_config.json"), config.ToJsonString());
        var content = new JsonObject { [Own] = id };
        if (file == "tokenizer.json")
        {
            content = JsonNode.Parse(File.ReadAllText(Path.Combine(RepositoryFiles.DemoCheckpoint, file)))!.AsObject();
            content["added_tokens"]!.AsArray().Add(new JsonObject { ["id"] = id, ["content"] = Own, ["special"] = false });
        }

        File.WriteAllText(Path.Combine(folder, file), content.ToJsonString());
    }

    private static void AssertSame(AdapterFixture fixture, int rows, bool tied)
    {
        FormTwins.AssertSameWeights(fixture.Base, fixture.Twin, fixture.Adapter);
        using var checkpoint = Checkpoint.Open(fixture.Base, fixture.Adapter);
        Assert.Equal((rows, tied), (checkpoint.Config.Text.VocabularySize, checkpoint.Config.Text.TiedHead));
        Assert.Equal(rows * 64L, checkpoint.GetTensor(Head).ElementCount);
    }

    private static void Refused(AdapterFixture fixture, params string[] expected)
    {
        var message = Assert.Throws<QwenException>(() => Checkpoint.Open(fixture.Base, fixture.Adapter)).Message;
        Assert.All(expected, part => Assert.Contains(part, message, StringComparison.Ordinal));
    }
}
