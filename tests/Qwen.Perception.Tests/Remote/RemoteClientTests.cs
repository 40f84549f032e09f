using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Perception;
using Qwen.Perception.Tests;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Perception.Tests.Remote;

/// <summary>The plugins over the client of OpenAI and a server: the same questions, the same typed results, clear errors.</summary>
public sealed class RemoteClientTests(ITestOutputHelper output) : IDisposable
{
    private static readonly byte[] Picture = TestPicture.Encode(500, 350);
    private static readonly PixelSize Seen = SmartResize.Fit(new PixelSize(500, 350), 4 * 28 * 28, 100 * 28 * 28);
    private static readonly QwenPictureOptions Options = new() { MaxPixels = 100 * 28 * 28 };

    private readonly ScriptedServer server = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => server.Dispose();

    [Theory]
    [InlineData("locate")]
    [InlineData("point")]
    [InlineData("count")]
    [InlineData("describe")]
    [InlineData("read")]
    [InlineData("spot")]
    [InlineData("fields")]
    [InlineData("object")]
    [InlineData("table")]
    [InlineData("recognise")]
    [InlineData("ask")]
    [InlineData("page")]
    public async Task An_answer_gives_the_same_result_from_a_server_as_in_the_process(string function)
    {
        using var remote = server.CreateClient();
        var answers = RecordedAnswers.All();
        Assert.NotEmpty(answers);
        foreach (var (name, answer) in answers)
        {
            server.Answer = answer;
            var expected = await AskAsync(function, new FixedAnswerClient(answer));
            Assert.True(expected == await AskAsync(function, remote), name);
            Assert.Contains("picture_size", expected, StringComparison.Ordinal);
        }

        output.WriteLine($"{function}: {answers.Count} answers, equal results");
    }

    [Theory]
    [InlineData("locate", "Locate every cup in the image, output the bbox coordinates in JSON format.")]
    [InlineData("count", "How many cups are there in the image?")]
    [InlineData("read", "Read all the text in the image.")]
    [InlineData("page", "QwenVL HTML")]
    public async Task A_server_is_sent_the_resized_picture_and_then_the_question(string function, string question)
    {
        using var remote = server.CreateClient();
        await AskAsync(function, remote);

        var request = Assert.Single(server.Requests);
        var messages = request.GetProperty("messages").EnumerateArray().ToArray();
        Assert.Equal(["system", "user"], messages.Select(message => message.GetProperty("role").GetString()));
        var parts = messages[1].GetProperty("content").EnumerateArray().ToArray();
        Assert.Equal(["image_url", "text"], parts.Select(part => part.GetProperty("type").GetString()));
        Assert.Equal(question, parts[1].GetProperty("text").GetString());
        var address = parts[0].GetProperty("image_url").GetProperty("url").GetString()!;
        Assert.StartsWith("data:image/png;base64,", address, StringComparison.Ordinal);
        Assert.Equal(Seen, ImageDecoder.Decode(new DataContent(address).Data).Size);
        Assert.Equal(0, request.GetProperty("temperature").GetDouble());
        Assert.False(request.TryGetProperty("response_format", out _));
        Assert.False(request.TryGetProperty("grammar", out _));
    }

    [Fact]
    public async Task A_schema_is_sent_where_the_host_says_so()
    {
        using var remote = server.CreateClient();
        await new GroundingTasks(remote, Options with { SendSchema = true }).LocateAsync(Picture, "cup", cancellationToken: Token);
        Assert.Equal("json_schema", Assert.Single(server.Requests).GetProperty("response_format").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Boxes_are_in_the_callers_pixels()
    {
        server.Answer = $$"""[{"bbox_2d": [0, 0, {{Seen.Width}}, {{Seen.Height}}], "label": "room"}]""";
        using var remote = server.CreateClient();
        var result = await new GroundingTasks(remote, Options).LocateAsync(Picture, "room", cancellationToken: Token);
        var box = Assert.Single(result.Boxes);
        Assert.Equal((0, 0, 500, 350, "room"), (box.X1, box.Y1, box.X2, box.Y2, box.Label));
        Assert.Equal(new PictureSize(Seen.Width, Seen.Height), result.ModelSize);
    }

    [Fact]
    public async Task Probabilities_that_come_unasked_do_no_harm()
    {
        server.Answer = """[{"bbox_2d": [10, 10, 50, 50], "label": "cup"}]""";
        using var remote = server.CreateClient();
        var without = await AskAsync("locate", remote);
        server.WithProbabilities = true;
        Assert.Equal(without, await AskAsync("locate", remote));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task A_refusal_is_an_exception_that_says_why(int status)
    {
        server.Status = status;
        using var remote = server.CreateClient();
        var error = await Assert.ThrowsAsync<ClientResultException>(() => AskAsync("locate", remote));
        Assert.Equal(status, error.Status);
        Assert.Contains($"Refused with {status}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_is_cut_is_an_exception_and_no_result()
    {
        server.Cuts = true;
        server.Answer = """[{"bbox_2d": [10, 10, 50, 50], "label": "cup"}]""";
        using var remote = server.CreateClient();
        var error = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync("locate", remote));
        Assert.False(error is NullReferenceException or JsonException or InvalidCastException, error.ToString());
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public async Task A_refusal_does_not_pass_for_a_mistake_of_the_calling_model()
    {
        server.Status = 500;
        using var remote = server.CreateClient();
        var locate = new GroundingTasks(remote, Options).AsKernelPlugin()["locate"];
        var arguments = new KernelArguments { ["picture"] = Picture, ["what"] = "cup" };
        await Assert.ThrowsAsync<ClientResultException>(() => locate.InvokeAsync(new Kernel(), arguments, Token));
    }

    private static async Task<string> AskAsync(string function, IChatClient client)
    {
        var grounding = new GroundingTasks(client, Options);
        var reading = new ReadingTasks(client, Options);
        var recognition = new RecognitionTasks(client, Options);
        object result = function switch
        {
            "locate" => await grounding.LocateAsync(Picture, "cup", cancellationToken: Token),
            "point" => await grounding.PointAsync(Picture, "cup", cancellationToken: Token),
            "count" => await grounding.CountAsync(Picture, "cups", cancellationToken: Token),
            "describe" => await grounding.DescribeEachAsync(Picture, "cup", ["colour"], Token),
            "read" => await reading.ReadTextAsync(Picture, cancellationToken: Token),
            "spot" => await reading.SpotLinesAsync(Picture, cancellationToken: Token),
            "fields" => await reading.ExtractFieldsAsync(Picture, ["company", "total"], Token),
            "object" => await reading.ExtractAsync(Picture, ReceiptJsonContext.Default.Receipt, cancellationToken: Token),
            "table" => await reading.ReadTableAsync(Picture, cancellationToken: Token),
            "recognise" => await recognition.RecogniseAsync(Picture, cancellationToken: Token),
            "ask" => await recognition.AskAsync(Picture, "What is this?", Token),
            "page" =>
                await new DocumentsTasks(client, new QwenDocumentOptions { Pictures = Options })
                    .ParsePageAsync(Picture, cancellationToken: Token),
            _ => throw new ArgumentOutOfRangeException(nameof(function)),
        };
        return JsonSerializer.Serialize(result);
    }
}
