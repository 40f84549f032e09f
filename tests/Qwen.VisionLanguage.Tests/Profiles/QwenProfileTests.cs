using Qwen.Testing;
using Qwen.VisionLanguage.Generation;
using Qwen.VisionLanguage.Models;
using Qwen.VisionLanguage.Profiles;
using Qwen.VisionLanguage.Text;

namespace Qwen.VisionLanguage.Tests.Profiles;

public sealed class QwenProfileTests : IDisposable
{
    private const string Plain = """{"architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl"}""";
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Qwen2.5-VL-3B-Instruct", "qwen")]
    [InlineData("UI-TARS-1.5-7B", "ui-tars-1.5")]
    [InlineData("UI-TARS-1.5-7B-4bit", "ui-tars-1.5")]
    [InlineData("Fara-7B", "fara")]
    [InlineData("Holo1-3B", "holo1")]
    [InlineData("Holo1.5-7B", "holo1.5")]
    [InlineData("olmOCR-7B-0825", "olmocr")]
    [InlineData("olmOCR-2-7B-1025-FP8", "olmocr-2")]
    [InlineData("RolmOCR", "rolmocr")]
    [InlineData("Nanonets-OCR-s", "nanonets-ocr")]
    [InlineData("Nanonets-OCR2-3B", "nanonets-ocr")]
    public void A_family_is_known_by_the_name_of_the_folder(string name, string profile) =>
        Assert.Equal(profile, ProfileChooser.Choose(Put(name, Plain), null, null).Name);

    [Fact]
    public void A_family_is_known_by_where_the_model_came_from_and_by_what_it_was_made_from()
    {
        var renamed = Put("reader", Plain);
        ModelSourceFile.Write(renamed, new ModelSource("reducto/RolmOCR", "main", "0123", "https://hub.example"));
        Assert.Equal("rolmocr", ProfileChooser.Choose(renamed, null, null).Name);

        var tuned = Put("mine", Plain.Replace("{", """{"_name_or_path": "ByteDance-Seed/UI-TARS-1.5-7B", """, StringComparison.Ordinal));
        Assert.Equal("ui-tars-1.5", ProfileChooser.Choose(tuned, null, null).Name);

        var adapter = Put("lora", """{"base_model_name_or_path": "nanonets/Nanonets-OCR-s"}""", "adapter_config.json");
        Assert.Equal("nanonets-ocr", ProfileChooser.Choose(Put("base", Plain), adapter, null).Name);
    }

    [Theory]
    [InlineData("colqwen2.5-v0.2-merged", "ColQwen")]
    [InlineData("jina-embeddings-v4", "Jina")]
    [InlineData("nomic-embed-multimodal-7b", "Nomic")]
    [InlineData("Ops-MM-embedding-v1-7B", "an embedder")]
    [InlineData("some-reranker", "a reranker")]
    public void Embedders_are_refused_by_name(string name, string what)
    {
        var error = Assert.Throws<QwenException>(() => ProfileChooser.Choose(Put(name, Plain), null, null));
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("writes no answers", error.Message, StringComparison.Ordinal);

        // one that is only called like this
        Assert.Equal("qwen", ProfileChooser.Choose(Path.Combine(folder.Path, name), null, "qwen").Name);
    }

    [Theory]
    [InlineData("ColQwen2_5", "ColQwen")]
    [InlineData("JinaEmbeddingsV4Model", "Jina")]
    [InlineData("Qwen2_5_VLForSequenceClassification", "reranker")]
    [InlineData("SomethingElse", "'SomethingElse'")]
    public void Other_heads_are_refused_by_their_architecture_whatever_they_are_called(string architecture, string what)
    {
        var other = Put("plain", $$"""{"architectures": ["{{architecture}}"]}""");
        Assert.Contains(
            what, Assert.Throws<QwenException>(() => ProfileChooser.Choose(other, null, "qwen")).Message, StringComparison.Ordinal);
        var adapter = Put("lora", """{"task_type": "FEATURE_EXTRACTION"}""", "adapter_config.json");
        Assert.Contains(
            "FEATURE_EXTRACTION", Assert.Throws<QwenException>(() => ProfileChooser.Choose(Put("base", Plain), adapter, null)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_known_profile_says_where_it_is_from_and_what_differs() => Assert.All(QwenProfile.Known, profile =>
    {
        Assert.StartsWith("https://", profile.Source, StringComparison.Ordinal);
        Assert.Same(profile, QwenProfile.Find(profile.Name.ToUpperInvariant()));
        Assert.Equal(profile.Name == "qwen", profile.Pages is null && profile.Screens is null);
        Assert.True(profile.Screens is null || profile.Screens.DesktopTask.Contains("{task}", StringComparison.Ordinal));
    });

    [Theory]
    [InlineData("nobody", "There is no profile 'nobody'")]
    [InlineData("", "There is no profile ''")]
    [InlineData("../../etc/passwd", "There is no profile")]
    [InlineData("absent.json", "no such file")]
    public void What_is_no_profile_is_told(string name, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<QwenException>(() => QwenProfile.Find(name)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"name": "x", "source": "y", "prompt": "z"}""")]
    [InlineData("""{"name": "x", "source": "y", "min_pixels": 9, "max_pixels": 8}""")]
    [InlineData("""{"name": "x", "source": "y", "max_pixels": -1}""")]
    [InlineData("""{"name": "x", "source": "y", "pages": {"prompt": ""}}""")]
    [InlineData("""{"name": "x", "source": "y", "screens": {"contract": null, "desktop_task": "t"}}""")]
    public void A_damaged_profile_ends_in_a_sentence_that_names_the_file(string json)
    {
        File.WriteAllText(folder.File("own.json"), json);
        Assert.Contains(
            "own.json", Assert.Throws<QwenException>(() => QwenProfile.Find(folder.File("own.json"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_profile_of_ones_own_decides_system_text_and_sizes()
    {
        File.WriteAllText(
            folder.File("own.json"),
            """{"name": "own", "source": "here", "system_text": "You say little.", "min_pixels": 6272, "max_pixels": 25088}""");
        var options = new QwenModelOptions { Precision = QwenPrecision.Int8, ConvertedFolder = folder.File("converted") };
        await using var usual = await QwenModel.LoadAsync(RepositoryFiles.DemoCheckpoint, options);
        await using var own = await QwenModel.LoadAsync(
            RepositoryFiles.DemoCheckpoint, options with { Profile = folder.File("own.json") });
        Assert.Equal(("qwen", "own"), (usual.Profile.Name, own.Profile.Name));
        Assert.Equal((6272, 25088), (own.Preprocessor.MinPixels, own.Preprocessor.MaxPixels));
        Assert.Equal((3136, 50176), (usual.Preprocessor.MinPixels, usual.Preprocessor.MaxPixels));
        var difference = own.Tokenizer.Encode("You say little.").Length - own.Tokenizer.Encode("You are a helpful assistant.").Length;
        Assert.Equal(await PromptTokens(usual) + difference, await PromptTokens(own));
    }

    private static async Task<int> PromptTokens(QwenModel model)
    {
        var request = new GenerationRequest
        {
            Turns = [new ChatTurn(ChatTurnRole.User, [new TextPart("Hello")])], MaxOutputTokens = 1,
        };
        var count = 0;
        await foreach (var update in model.GenerateAsync(request, TestContext.Current.CancellationToken))
            count = update.Usage?.InputTokens ?? count;
        return count;
    }

    private string Put(string name, string config, string file = "config.json")
    {
        var path = Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;
        File.WriteAllText(Path.Combine(path, file), config);
        return path;
    }
}
