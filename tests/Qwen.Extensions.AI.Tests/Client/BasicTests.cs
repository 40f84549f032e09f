using Microsoft.Extensions.AI;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;

namespace Qwen.Extensions.AI.Tests.Client;

public class BasicTests
{
    [Fact]
    public async Task A_single_message_is_answered()
    {
        using var client = await DemoModel.CreateScriptedAsync("It is 3.");
        var response = await client.GetResponseAsync("How many?");
        Assert.Equal("It is 3.", response.Text);
        Assert.Equal(
            (ChatRole.Assistant, "demo", ChatFinishReason.Stop),
            (response.Messages.Single().Role, response.ModelId, response.FinishReason!.Value));
    }

    [Fact]
    public async Task Several_messages_and_empty_ones_are_answered()
    {
        using var client = await DemoModel.CreateScriptedAsync("ok");
        ChatMessage[] conversation =
        [
            new(ChatRole.System, "You are terse."), new(ChatRole.User, ""), new(ChatRole.Assistant, "yes?"), new(ChatRole.User, []),
            new(ChatRole.Assistant, "  "), new(ChatRole.User, " \n "),
        ];
        Assert.Equal("ok", (await client.GetResponseAsync(conversation)).Text);
    }

    [Fact]
    public async Task Pictures_alone_between_texts_and_in_numbers_cost_what_the_formula_says()
    {
        using var client = await DemoModel.CreateScriptedAsync("seen");
        var preprocessor = (await DemoModel.GetAsync()).Preprocessor;
        int Tokens(int width, int height)
        {
            var size = SmartResize.Fit(new PixelSize(width, height), preprocessor.MinPixels, preprocessor.MaxPixels);
            return size.Width / 28 * (size.Height / 28);
        }

        var small = new DataContent(Pictures.Encode(60, 90), "image/png");
        var large = new DataContent(Pictures.Encode(400, 300, SkiaSharp.SKEncodedImageFormat.Jpeg), "image/*");
        Assert.Equal(Tokens(60, 90), await VisionTokensAsync(small));
        Assert.Equal(Tokens(60, 90) + Tokens(400, 300), await VisionTokensAsync(small, large));
        Assert.Equal(
            Tokens(60, 90) + Tokens(400, 300),
            await VisionTokensAsync(new TextContent("a"), small, new TextContent("b"), large, new TextContent("c")));
        Assert.Equal(0, await VisionTokensAsync(new TextContent("nothing")));

        async Task<long> VisionTokensAsync(params AIContent[] contents) =>
            (await client.GetResponseAsync(new ChatMessage(ChatRole.User, contents))).Usage!.AdditionalCounts!["vision_tokens"];
    }

    [Fact]
    public async Task A_video_is_counted_in_frames_and_tokens()
    {
        using var client = await DemoModel.CreateScriptedAsync("seen");
        var video = new DataContent(await TestVideo.CreateAsync(), "video/mp4")
        {
            AdditionalProperties = new() { ["nframes"] = 8, ["resized_width"] = 56, ["resized_height"] = 84 }
        };
        var counts = (await client.GetResponseAsync(
            new ChatMessage(ChatRole.User, [video, new TextContent("What happens?")]))).Usage!.AdditionalCounts!;
        Assert.Equal((8, 4 * 2 * 3), (counts["video_frames"], counts["vision_tokens"]));
    }

    [Fact]
    public async Task Hints_of_the_request_reach_every_picture()
    {
        using var client = await DemoModel.CreateScriptedAsync("seen");
        var response = await client.GetResponseAsync(
            new ChatMessage(ChatRole.User, [new DataContent(Pictures.Encode(224, 224), "image/png")]),
            new ChatOptions { AdditionalProperties = new() { ["max_pixels"] = 84 * 84 } });
        Assert.Equal(9, response.Usage!.AdditionalCounts!["vision_tokens"]);
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_in_both_modes()
    {
        using var client = await DemoModel.CreateScriptedAsync("seen");
        ChatMessage[] messages = [new(ChatRole.User, [new HostedFileContent("file-1")])];
        await Assert.ThrowsAsync<QwenException>(() => client.GetResponseAsync(messages));
        await Assert.ThrowsAsync<QwenException>(async () => await client.GetStreamingResponseAsync(messages).ToListAsync());
        var error = await Assert.ThrowsAsync<QwenException>(
            () => client.GetResponseAsync(new ChatMessage(ChatRole.User, [new DataContent("no picture"u8.ToArray(), "image/png")])));
        Assert.Contains("plain text", error.Message, StringComparison.Ordinal); // the decoder says what the bytes look like
    }

    [Fact]
    public async Task Null_messages_are_refused_at_the_call()
    {
        using var client = await DemoModel.CreateClientAsync();
        await Assert.ThrowsAsync<ArgumentNullException>(() => client.GetResponseAsync((IEnumerable<ChatMessage>)null!));
        Assert.Throws<ArgumentNullException>(() => { client.GetStreamingResponseAsync((IEnumerable<ChatMessage>)null!); });
    }

    [Fact]
    public async Task GetService_answers_by_type_and_never_by_key()
    {
        var model = await DemoModel.GetAsync();
        using var client = model.AsIChatClient();
        Assert.Same(client, client.GetService(typeof(IChatClient)));
        Assert.Same(client, client.GetService(typeof(QwenChatClient)));
        Assert.Same(client, client.GetService(typeof(object)));
        Assert.Same(model, client.GetService(typeof(QwenModel)));
        Assert.Equal(
            ("qwen.local", "demo"),
            (client.GetService<ChatClientMetadata>()!.ProviderName, client.GetService<ChatClientMetadata>()!.DefaultModelId));
        Assert.Null(client.GetService(typeof(string)));
        Assert.Null(client.GetService(typeof(IChatClient), "key"));
        Assert.Null(client.GetService(typeof(ChatClientMetadata), "key"));
        Assert.Throws<ArgumentNullException>(() => client.GetService(null!));
        using var wrapped = model.AsIChatClient().AsBuilder().UseFunctionInvocation().Build();
        Assert.Same(model, wrapped.GetService<QwenModel>());
    }

    [Fact]
    public async Task Disposing_the_client_leaves_a_shared_model_alone()
    {
        var client = await DemoModel.CreateScriptedAsync("a");
        client.Dispose();
        client.Dispose();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("hi"));
        using var other = await DemoModel.CreateScriptedAsync("b");
        Assert.Equal("b", (await other.GetResponseAsync("hi")).Text);
    }

    [Fact]
    public async Task Disposing_the_client_disposes_the_model_where_the_options_say_so()
    {
        var model = await DemoModel.LoadAsync();
        new QwenChatClient(model, new QwenChatClientOptions { DisposesModel = true }).Dispose();
        using var client = new QwenChatClient(model);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => client.GetResponseAsync("hi"));
    }
}
