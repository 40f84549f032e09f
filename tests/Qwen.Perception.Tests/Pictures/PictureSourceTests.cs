using Microsoft.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Pictures;

/// <summary>Every task takes a picture in every form, and says what it cannot take with the option that the caller has.</summary>
public sealed class PictureSourceTests : IDisposable
{
    private const string Answer = "[{\"bbox_2d\": [28, 28, 56, 56], \"label\": \"cup\"}]";
    private static readonly byte[] Picture = TestPicture.Encode(168, 112);
    private readonly string folder = Directory.CreateTempSubdirectory("qwenvl-pictures-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string> Tools => [.. All(new FixedAnswerClient(Answer), new QwenPictureOptions()).Select(tool => tool.Name)];

    [Theory]
    [MemberData(nameof(Tools))]
    public async Task Pixels_a_file_and_bytes_are_one_question_with_one_result(string name)
    {
        var path = Path.Combine(folder, "a.png");
        await File.WriteAllBytesAsync(path, Picture, TestContext.Current.CancellationToken);
        var expected = await AskAsync(name, Picture);
        foreach (object form in new object[]
        {
            ImageDecoder.Decode(Picture),
            path,
            new DataContent(Picture, "image/png"),
            new ReadOnlyMemory<byte>(Picture)
        })
            Assert.Equal(expected, await AskAsync(name, form));
    }

    [Theory]
    [InlineData("/etc/hostname", "QwenPictureOptions.AllowedFolders")]
    [InlineData("https://example.org/a.png", "QwenPictureOptions.MediaFetcher")]
    public async Task The_option_of_a_picture_is_named(string picture, string option)
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => new GroundingTasks(new FixedAnswerClient("")).LocateAsync(picture, "cup"));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc/hostname", "QwenDocumentOptions.Pictures.AllowedFolders")]
    [InlineData("https://example.org/a.pdf", "QwenDocumentOptions.Pictures.MediaFetcher")]
    public async Task The_option_of_a_document_is_named(string document, string option)
    {
        var error = await Assert.ThrowsAsync<QwenException>(
            () => new DocumentsTasks(new FixedAnswerClient("")).ParseDocumentAsync(document));
        Assert.Contains(option, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_is_read_from_an_allowed_folder_only()
    {
        var tasks = new GroundingTasks(new FixedAnswerClient(Answer), new QwenPictureOptions { AllowedFolders = [folder] });
        var error = await Assert.ThrowsAsync<QwenException>(() => tasks.LocateAsync(Path.Combine(folder, "..", "b.png"), "cup"));
        Assert.Contains("outside the folders in QwenPictureOptions.AllowedFolders", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<AIFunction> All(IChatClient client, QwenPictureOptions options) =>
    [
        .. new GroundingTasks(client, options).AsTools(), .. new RecognitionTasks(client, options).AsTools(),
        .. new ReadingTasks(client, options).AsTools(),
        .. new DocumentsTasks(client, new QwenDocumentOptions { Pictures = options }).AsTools(),
    ];

    // what was sent, bytes included, and what came of it
    private async Task<string> AskAsync(string name, object picture)
    {
        using var client = new FixedAnswerClient(Answer);
        var tool = All(client, new QwenPictureOptions { AllowedFolders = [folder] }).Single(tool => tool.Name == name);
        var arguments = new AIFunctionArguments
        {
            ["what"] = "cup", ["question"] = "What is it?", ["keys"] = new[] { "total" }, ["schema"] = System.Text.Json.JsonDocument.Parse(
                """{"type": "object", "properties": {"total": {"type": "number"}}}""").RootElement, ["locate"] = true,
        };
        foreach (var parameter in new[] { "picture", "first", "second", "document" })
            arguments[parameter] = picture;
        var result = await tool.InvokeAsync(arguments, TestContext.Current.CancellationToken);
        Assert.IsNotType<ErrorContent>(result);
        var sent = client.Messages.SelectMany(message => message.Contents)
            .Select(content => content is DataContent data ? data.Uri : $"{content}");
        return string.Join('\n', [.. sent, result is DataContent drawn ? drawn.Uri : $"{result}"]);
    }
}
