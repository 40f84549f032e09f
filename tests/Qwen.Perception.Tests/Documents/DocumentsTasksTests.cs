using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Qwen.Extensions.AI.Media;
using Qwen.Perception;
using Qwen.Testing;
using Qwen.VisionLanguage;

namespace Qwen.Perception.Tests.Documents;

/// <summary>The functions over pictures.</summary>
public class DocumentsTasksTests
{
    private const string Answer =
        "```html\n<html><body>\n<h1 data-bbox=\"28 28 56 56\">Title</h1>\n<p data-bbox=\"0 60 84 99\">Text</p>\n</body></html>\n```";
    private static readonly byte[] Picture = TestPicture.Encode(168, 112);
    private static readonly QwenDocumentOptions Small = new() { Pictures = new QwenPictureOptions { MaxPixels = 84 * 56 } };
    private readonly PagesClient client = new(Answer);

    [Fact]
    public async Task The_model_gets_its_own_prompt_with_the_picture_first()
    {
        var plugin = new DocumentsTasks(client);
        await plugin.ParsePageAsync(Picture, cancellationToken: TestContext.Current.CancellationToken);
        await plugin.ParsePageAsync(Picture, describePictures: true, TestContext.Current.CancellationToken);
        Assert.Equal("You are a helpful assistant.", client.Requests[0][0].Text);
        Assert.IsType<DataContent>(client.Requests[0][1].Contents[0]);
        Assert.Equal("QwenVL HTML", client.Requests[0][1].Text);
        Assert.Equal("QwenVL HTML with image caption", client.Requests[1][1].Text);
    }

    [Fact]
    public async Task Boxes_are_in_the_callers_pixels()
    {
        var page =
            await new DocumentsTasks(client, Small).ParsePageAsync(Picture, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((new PictureSize(168, 112), new PictureSize(84, 56)), (page.PictureSize, page.ModelSize));
        Assert.Equal(new DocumentBox(56, 56, 112, 112), page.Blocks[0].Box);
        Assert.Null(page.Blocks[1].Box); // it lies below the picture
        Assert.Equal(Answer, page.RawText);
    }

    [Fact]
    public async Task Pages_of_a_list_come_one_by_one()
    {
        var progress = new List<QwenProgress>();
        var numbers = new List<int>();
        var plugin = new DocumentsTasks(client);
        MediaSource[] pictures =
            [Picture, new DataContent(Picture, "image/png"), "data:image/png;base64," + Convert.ToBase64String(Picture)];
        await foreach (var page in plugin.StreamPagesAsync(
            pictures, "2-", progress: new Collector(progress), cancellationToken: TestContext.Current.CancellationToken))
        {
            numbers.Add(page.Page);
            Assert.Equal(numbers.Count, client.Requests.Count); // the next is not begun before it is asked for
            Assert.All(page.Blocks, block => Assert.Equal(page.Page, block.Page));
        }

        Assert.Equal([2, 3], numbers);
        Assert.Equal(
            [("Parsing page 2", 0L, 2L), ("Parsing page 3", 1, 2), ("Parsed", 2, 2)],
            progress.Select(step => (step.Stage, step.Done, step.Total)));
    }

    [Fact]
    public async Task Cancelling_ends_between_pages()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in new DocumentsTasks(client)
                .StreamPagesAsync([.. Enumerable.Repeat(Picture, 50)], cancellationToken: stop.Token))
            {
                if (page.Page == 2)
                    await stop.CancelAsync();
            }
        });
        Assert.Equal(2, client.Requests.Count);
    }

    [Theory]
    [InlineData("4", "There is no page 4: the document has 3 pages.")]
    [InlineData("0", "names no pages")]
    [InlineData("3-1", "names no pages")]
    [InlineData("1-2-3", "names no pages")]
    [InlineData("all", "names no pages")]
    [InlineData(null, "more than 2 pages")]
    [InlineData("1,2,2,3", "more than 2 pages")]
    public async Task Pages_that_cannot_be_had_are_said(string? pages, string message)
    {
        var plugin = new DocumentsTasks(client, new QwenDocumentOptions { MaxPages = 2 });
        var error = await Assert.ThrowsAsync<QwenException>(
            () => plugin.ParseDocumentAsync([Picture, Picture, Picture], pages, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(client.Requests);
    }

    [Fact]
    public void Every_function_is_described()
    {
        var plugin = new DocumentsTasks(client).AsKernelPlugin();
        Assert.Equal(
            ["parse_document", "parse_page", "read_document"], plugin.Select(function => function.Name).Order(StringComparer.Ordinal));
        Assert.All(plugin.GetFunctionsMetadata(), function =>
        {
            Assert.NotEmpty(function.Description);
            Assert.NotEmpty(function.ReturnParameter.Description);
            Assert.All(function.Parameters, parameter => Assert.NotEmpty(parameter.Description));
        });
    }

    [Fact]
    public async Task A_kernel_reads_a_document_as_markdown()
    {
        var builder = Kernel.CreateBuilder();
        builder.Services.AddSingleton<IChatClient>(client);
        builder.Plugins.AddQwenDocuments();
        var markdown = await builder.Build().InvokeAsync<string>(
            "Documents", "read_document", new KernelArguments { ["document"] = new ImageContent(Picture, "image/png") },
            TestContext.Current.CancellationToken);
        Assert.Equal("# Title\n\nText\n", markdown);
    }

    [Fact]
    public async Task A_tool_call_hands_over_text_and_gets_json()
    {
        AIFunction parse = new DocumentsTasks(client).AsKernelPlugin()["parse_document"];
        var uri = "data:image/png;base64," + Convert.ToBase64String(Picture);
        var result = await parse.InvokeAsync(
            new AIFunctionArguments
            {
                ["document"] = JsonSerializer.SerializeToElement(new[] { uri, uri }),
                ["pages"] = JsonSerializer.SerializeToElement("2")
            },
            TestContext.Current.CancellationToken);
        var page = Assert.IsType<JsonElement>(result).GetProperty("pages")[0];
        Assert.Equal(2, page.GetProperty("page").GetInt32());
        Assert.Equal("heading", page.GetProperty("blocks")[0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task A_kernel_hands_over_a_list_of_pages()
    {
        var parse = new DocumentsTasks(client).AsKernelPlugin()["parse_document"];
        var pages = new List<ImageContent> { new(Picture, "image/png"), new(Picture, null) };
        var result = await parse.InvokeAsync<DocumentResult>(
            new Kernel(), new KernelArguments { ["document"] = pages }, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2], result!.Pages.Select(page => page.Page));
    }

    [Theory]
    [InlineData("[]", "has no pages")]
    [InlineData("null", "has no pages")]
    [InlineData("[null]", "an empty place of a list")]
    [InlineData("[[]]", "JSON of the kind Array")]
    [InlineData("[{\"url\": \"a.png\"}, 1]", "JSON of the kind Object")]
    [InlineData("[\"picture 1\"]", "the conversation holds 0")]
    [InlineData("[\"\", \"\"]", "is no picture")]
    [InlineData("true", "JSON of the kind True")]
    public async Task A_list_of_something_else_is_a_mistake_of_the_calling_model(string document, string message)
    {
        var parse = new DocumentsTasks(client).AsTools().Single(tool => tool.Name == "documents_parse_document");
        var result = await parse.InvokeAsync(
            new AIFunctionArguments { ["document"] = JsonDocument.Parse(document).RootElement }, TestContext.Current.CancellationToken);
        Assert.Contains(message, Assert.IsType<ErrorContent>(result).Message, StringComparison.Ordinal);
        Assert.Empty(client.Requests);
    }

    [Fact]
    public async Task A_mistake_of_the_caller_comes_back_as_text()
    {
        var parse = new DocumentsTasks(client).AsKernelPlugin()["parse_document"];
        var result = await parse.InvokeAsync(
            new Kernel(), new KernelArguments { ["document"] = "/etc/passwd" }, TestContext.Current.CancellationToken);
        Assert.Contains("no folder is allowed", result.GetValue<string>(), StringComparison.Ordinal);
    }

    private sealed class Collector(List<QwenProgress> steps) : IProgress<QwenProgress>
    {
        public void Report(QwenProgress value) => steps.Add(value);
    }
}
