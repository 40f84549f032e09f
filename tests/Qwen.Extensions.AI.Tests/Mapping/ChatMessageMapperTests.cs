using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Mapping;
using Qwen.Extensions.AI.Media;
using Qwen.Testing;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Images;
using Qwen.VisionLanguage.Text;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

public sealed class ChatMessageMapperTests : IDisposable
{
    private readonly TemporaryFolder temporary = new();

    public void Dispose() => temporary.Dispose();

    [Fact]
    public async Task Roles_and_texts_are_kept_in_order()
    {
        var turns = await MapAsync(
            new(ChatRole.System, "be brief"), new(new ChatRole("developer"), "be kind"), new(ChatRole.User, "hi"),
            new(ChatRole.Assistant, "hello"), new(ChatRole.User, "  \n"));
        Assert.Equal(["System: be brief", "System: be kind", "User: hi", "Assistant: hello", "User:   \n"], Describe(turns));
    }

    [Fact]
    public async Task Instructions_become_the_first_system_turn()
    {
        var turns = await Mapper().MapAsync([new(ChatRole.System, "two"), new(ChatRole.User, "hi")], "one", MediaHints.None, default);
        Assert.Equal(["System: one", "System: two", "User: hi"], Describe(turns));
    }

    [Fact]
    public async Task Neighbouring_messages_of_one_role_stay_apart() =>
        Assert.Equal(["User: a", "User: b"], Describe(await MapAsync(new(ChatRole.User, "a"), new(ChatRole.User, "b"))));

    [Fact]
    public async Task A_message_without_content_is_an_empty_turn() =>
        Assert.Equal(["User: ", "Assistant: "], Describe(await MapAsync(new(ChatRole.User, []), new(ChatRole.Assistant, (string?)null))));

    [Fact]
    public async Task No_message_at_all_is_refused() => Assert.Contains("no messages", await RefusalAsync(), StringComparison.Ordinal);

    [Fact]
    public async Task An_unknown_role_is_refused_by_name()
    {
        var error = await RefusalAsync(new ChatMessage(new ChatRole("narrator"), "once"));
        Assert.Contains("Message 1 has the role 'narrator'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_and_texts_alternate_as_sent()
    {
        var turns = await MapAsync(new ChatMessage(ChatRole.User,
        [
            new TextContent("a"), Picture(56, 84), new TextContent("b"),
            new DataContent(Pictures.Encode(84, 56, SkiaSharp.SKEncodedImageFormat.Jpeg), "image/jpeg"), new TextContent("c"),
        ]));
        Assert.Equal(["User: a[56×84]b[84×56]c"], Describe(turns));
        Assert.All(turns[0].Parts.OfType<MediaPart>(), part => Assert.Equal(6, part.Vision.Grid.TokenCount));
    }

    [Theory]
    [InlineData("image/*")]
    [InlineData("image/jpeg")]
    [InlineData("application/octet-stream")]
    [InlineData("video/mp4")]
    public async Task The_bytes_of_a_picture_decide_whatever_the_declared_type(string mediaType) =>
        Assert.Equal(["User: [56×56]"], Describe(await MapAsync(User(new DataContent(Pictures.Encode(56, 56), mediaType)))));

    [Fact]
    public async Task A_picture_can_be_a_data_uri_in_either_content_type()
    {
        var uri = $"data:image/png;base64,{Convert.ToBase64String(Pictures.Encode(56, 56))}";
        Assert.Equal(
            ["User: [56×56][56×56]"], Describe(await MapAsync(User(new DataContent(uri), new UriContent(new Uri(uri), "image/*")))));
    }

    [Fact]
    public async Task A_file_is_read_where_its_folder_is_allowed()
    {
        var address = new Uri(temporary.Write("a.bin", Pictures.Encode(84, 84)));
        var allowing = Mapper(new QwenChatClientOptions { AllowedFolders = [temporary.FullPath] });
        Assert.Equal(
            ["User: [84×84]"],
            Describe(await allowing.MapAsync([User(new UriContent(address, "image/*"))], null, MediaHints.None, default)));
        Assert.Contains("AllowedFolders", await RefusalAsync(User(new UriContent(address, "image/*"))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_larger_than_the_limit_is_not_read()
    {
        var address = new Uri(temporary.Write("a.png", Pictures.Encode(84, 84)));
        var mapper = Mapper(new QwenChatClientOptions
        {
            AllowedFolders = [temporary.FullPath],
            Image = new ImageOptions { Limits = new ImageLimits { MaxBytes = 10 } }
        });
        var error = await Assert.ThrowsAsync<QwenException>(
            () => mapper.MapAsync([User(new UriContent(address, "image/png"))], null, MediaHints.None, default));
        Assert.Contains("MaxBytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Network_addresses_go_through_the_fetcher_only()
    {
        var content = new UriContent("https://example.com/a.png", "image/png");
        Assert.Contains("MediaFetcher", await RefusalAsync(User(content)), StringComparison.Ordinal);

        var fetcher = new Fetcher(Pictures.Encode(112, 56));
        var turns =
            await Mapper(new QwenChatClientOptions { MediaFetcher = fetcher }).MapAsync([User(content)], null, MediaHints.None, default);
        Assert.Equal(["User: [112×56]"], Describe(turns));
        Assert.Equal([content.Uri], fetcher.Addresses);
    }

    [Fact]
    public async Task Other_address_schemes_are_refused() =>
        Assert.Contains(
            "ftp://", await RefusalAsync(User(new UriContent("ftp://example.com/a.png", "image/png"))), StringComparison.Ordinal);

    [Fact]
    public async Task Hints_of_a_part_set_its_size()
    {
        var small = Picture(560, 560);
        small.AdditionalProperties = new() { ["max_pixels"] = 56 * 56 * 4.0, ["colour"] = "ignored" };
        var exact = new UriContent(new Uri(Picture(560, 560).Uri), "image/png")
        {
            AdditionalProperties = new() { ["resized_width"] = "84", ["resized_height"] = 56 }
        };
        var turns = await MapAsync(User(small, Picture(560, 560), exact));
        Assert.Equal(["User: [112×112][560×560][84×56]"], Describe(turns));
    }

    [Fact]
    public async Task Hints_of_the_request_hold_for_parts_that_say_nothing()
    {
        var own = Picture(560, 560);
        own.AdditionalProperties = new() { ["max_pixels"] = 28 * 28 * 100 };
        var turns = await Mapper().MapAsync([User(Picture(560, 560), own)], null, new MediaHints { MaxPixels = 56 * 56 }, default);
        Assert.Equal(["User: [56×56][280×280]"], Describe(turns));
    }

    [Fact]
    public async Task A_video_is_sampled_by_its_hints()
    {
        var video = await TestVideo.CreateAsync();
        AIContent Hinted(AIContent content, AdditionalPropertiesDictionary hints)
        {
            content.AdditionalProperties = hints;
            return content;
        }

        var path = temporary.Write("clip.bin", video);
        var mapper = Mapper(new QwenChatClientOptions { AllowedFolders = [temporary.FullPath] });
        var turns = await mapper.MapAsync(
        [
            User(
                Hinted(new DataContent(video, "video/mp4"), new() { ["nframes"] = 8 }),
                Hinted(new DataContent(video, "application/octet-stream"), new() { ["fps"] = 2.0, ["min_frames"] = 4 }),
                Hinted(new UriContent(
                    new Uri(path),
                    "video/*"), new() { ["nframes"] = 4, ["video_start"] = 1, ["resized_width"] = 56, ["resized_height"] = 56 })),
        ], null, MediaHints.None, default);
        var media = turns[0].Parts.Cast<MediaPart>().Select(part => part.Vision).ToList();
        Assert.All(media, vision => Assert.True(vision.IsVideo));
        Assert.Equal([8, 4, 4], media.Select(vision => vision.Frames.Count));
        Assert.Equal(new PixelSize(56, 56), media[2].ModelSize);
        Assert.True(media[2].FrameSeconds[0] >= 0.9, $"starts at {media[2].FrameSeconds[0]} s");
    }

    public static TheoryData<AIContent, string> Unreadable => new()
    {
        { new DataContent(Encoding.Latin1.GetBytes("RIFF\0\0\0\0WAVEfmt "), "audio/wav") { Name = "note.wav" }, "'note.wav'" },
        { new DataContent(Encoding.Latin1.GetBytes("%PDF-1.7"), "application/pdf"), "PDF" },
        { new DataContent(new byte[] { 1, 2, 3 }, "application/zip"), "application/zip" },
        { new DataContent("no picture"u8.ToArray(), "image/png"), "picture" },
        { new HostedFileContent("file-1"), "HostedFileContent" },
        { new HostedVectorStoreContent("store-1"), "HostedVectorStoreContent" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task What_the_model_cannot_read_is_refused_by_name(AIContent content, string named)
    {
        var error = await RefusalAsync(new ChatMessage(ChatRole.User, "look"), User(new TextContent("at this"), content));
        Assert.Contains(named, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_says_where_the_part_stands() =>
        Assert.Contains(
            "Part 2 of message 2 (user)",
            await RefusalAsync(new ChatMessage(ChatRole.System, "x"), User(new TextContent("a"), new HostedFileContent("f"))),
            StringComparison.Ordinal);

    [Fact]
    public async Task Thoughts_usage_and_errors_of_earlier_answers_are_not_repeated()
    {
        var turns = await MapAsync(new ChatMessage(ChatRole.Assistant,
            [
                new TextReasoningContent("hm"), new TextContent("yes"), new UsageContent(new()), new ErrorContent("late"),
                new AIContent { RawRepresentation = 1 }
            ]));
        Assert.Equal(["Assistant: yes"], Describe(turns));
    }

    [Fact]
    public async Task Calls_and_results_become_turns_of_assistant_and_tool()
    {
        var turns = await MapAsync(
            new ChatMessage(
                ChatRole.Assistant,
                [new TextContent("Let me see."), Call("1", "look", new() { ["where"] = "küche", ["n"] = 2 }), Call("2", "listen")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "a cat")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("2", null)]),
            new ChatMessage(ChatRole.User, "and?"));
        Assert.Equal(
            ["""Assistant: Let me see.<look({"where":"küche","n":2})><listen({})>""", "Tool: {a cat}{}", "User: and?"], Describe(turns));
    }

    [Fact]
    public async Task Calls_stored_as_messages_of_their_own_join_one_assistant_turn()
    {
        var turns = await MapAsync(
            new ChatMessage(ChatRole.Assistant, "Both."), new ChatMessage(ChatRole.Assistant, [Call("1", "f")]),
            new ChatMessage(ChatRole.Assistant, [Call("2", "g")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "x"), new FunctionResultContent("2", "y")]));
        Assert.Equal(["Assistant: Both.<f({})><g({})>", "Tool: {x}{y}"], Describe(turns));
    }

    [Fact]
    public async Task Calls_and_results_keep_their_role_in_a_message_of_another()
    {
        var turns = await MapAsync(
            new ChatMessage(ChatRole.Assistant, [Call("1", "f"), new FunctionResultContent("1", "x"), new TextContent("so x")]));
        Assert.Equal(["Assistant: <f({})>", "Tool: {x}", "Assistant: so x"], Describe(turns));
    }

    public static TheoryData<object, string> Results => new()
    {
        { "plain", "plain" },
        { JsonSerializer.SerializeToElement("in JSON"), "in JSON" },
        { JsonSerializer.SerializeToElement(new { größe = 3, list = new[] { 1, 2 } }), """{"größe":3,"list":[1,2]}""" },
        { new Dictionary<string, object?> { ["a"] = true }, """{"a":true}""" },
        { 42, "42" },
        { new[] { 1.5, 2 }, "[1.5,2]" },
        { new TextContent("content"), "content" },
        { new AIContent[] { new TextContent("one "), new TextContent("two") }, "one two" },
        { new object[] { "see: ", new TextContent("both") }, "see: both" },
        { new ChatMessage(ChatRole.Tool, "a message"), "a message" },
    };

    [Theory]
    [MemberData(nameof(Results))]
    public async Task Results_of_any_kind_are_read(object result, string expected) =>
        Assert.Equal(
            [$"Tool: {{{expected}}}"], Describe(await MapAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", result)]))));

    [Fact]
    public async Task A_screenshot_that_a_function_returns_reaches_the_model()
    {
        var turns = await MapAsync(new ChatMessage(ChatRole.Tool,
        [
            new FunctionResultContent("1", Picture(56, 56)),
            new FunctionResultContent("2", new List<AIContent> { new TextContent("now: "), Picture(84, 56) }),
        ]));
        Assert.Equal(["Tool: {[56×56]}{now: [84×56]}"], Describe(turns));
    }

    [Fact]
    public async Task Content_beside_a_result_belongs_to_it() =>
        Assert.Equal(
            ["Tool: {done[56×56]}{alone}"],
            Describe(await MapAsync(
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("1", "done"), Picture(56, 56)]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("2", "alone")]))));

    [Fact]
    public async Task A_failed_function_says_so_without_details() =>
        Assert.Equal(
            ["Tool: {Error: Function failed.}"],
            Describe(await MapAsync(new ChatMessage(
                ChatRole.Tool, [new FunctionResultContent("1", null) { Exception = new InvalidOperationException("secret") }]))));

    [Fact]
    public async Task A_result_that_is_no_data_is_refused()
    {
        var error = await RefusalAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("7", new MemoryStream())]));
        Assert.Contains("'7'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_holding_what_the_model_cannot_read_is_refused() =>
        Assert.Contains(
            "the result of call '9'",
            await RefusalAsync(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("9", new HostedFileContent("f"))])),
            StringComparison.Ordinal);

    [Fact]
    public async Task A_broken_call_goes_back_as_the_model_wrote_it()
    {
        var broken = Tools.Answers.Parse(["<tool_call>\n{\"name\": \"f\", \"arguments\": [}\n</tool_call>"]);
        var turns = await MapAsync(new ChatMessage(ChatRole.Assistant, broken));
        Assert.Equal(["Assistant: <tool_call>\n{\"name\": \"f\", \"arguments\": [}\n</tool_call>"], Describe(turns));
    }

    [Fact]
    public async Task Messages_are_read_once_and_not_changed()
    {
        var picture = Picture(56, 56);
        picture.AdditionalProperties = new() { ["max_pixels"] = 3136 };
        var message = User(new TextContent("a"), picture);
        var before = JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions);
        var reads = 0;
        IEnumerable<ChatMessage> Once()
        {
            reads++;
            yield return message;
        }

        await Mapper().MapAsync(Once(), null, MediaHints.None, default);
        Assert.Equal(1, reads);
        Assert.Equal(before, JsonSerializer.Serialize(message, AIJsonUtilities.DefaultOptions));
    }

    [Fact]
    public async Task Cancellation_stops_before_the_next_part() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Mapper().MapAsync([User(Picture(56, 56))], null, MediaHints.None, new CancellationToken(true)));

    private sealed class Fetcher(byte[] bytes) : IMediaFetcher
    {
        public List<Uri> Addresses { get; } = [];

        public Task<DataContent> FetchAsync(Uri address, CancellationToken cancellationToken)
        {
            Addresses.Add(address);
            return Task.FromResult(new DataContent(bytes, "application/octet-stream"));
        }
    }
}
