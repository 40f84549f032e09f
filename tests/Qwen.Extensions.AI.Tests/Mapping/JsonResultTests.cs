using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>Pictures that come back from tools as text or JSON are seen; other text and JSON stays what it is.</summary>
public class JsonResultTests
{
    private static readonly string Base64 = Convert.ToBase64String(Pictures.Encode(84, 56));

    private static readonly string Uri = $"data:image/png;base64,{Base64}";

    // (bytes) stands for base64, (uri) for the data URI
    public static TheoryData<string, string> Forms => new()
    {
        {
            """
            {"content":[{"type":"text","text":"shot"},{"type":"image","data":"(bytes)","mimeType":"image/png"}],
             "isError":false,"_meta":{"id":1}}
            """,
            "shot[84×56]"
        },
        {
            """{"content":[{"type":"image","data":"(bytes)","mimeType":"image/png"}],"structuredContent":{"n":1}}""",
            """[84×56]{"n":1}"""
        },
        {
            """{"content":[{"type":"text","text":"late"},{"type":"image","data":"(bytes)","mimeType":"image/png"}],"isError":true}""",
            "Error: late[84×56]"
        },
        { """{"content":[{"type":"text","text":"no such page"}],"isError":true}""", "Error: no such page" },
        { """{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}],"_meta":{"trace":"7f"}}""", "ab" },
        { """{"content":[],"structuredContent":{"n":1},"isError":false}""", """{"n":1}""" },
        {
            """
            {"content":[{"type":"image","data":"(bytes)","mimeType":"image/png"}],
             "structuredContent":{"result":[{"type":"image","data":"(bytes)","mimeType":"image/png"}]}}
            """,
            "[84×56]"
        },
        {
            """{"content":[],"structuredContent":{"title":"Home","shot":"(bytes)"}}""",
            """{"title":"Home","shot":"[picture 1, below]"}[84×56]"""
        },
        {
            """{"$type":"ImageContent","MimeType":"image/png","Data":"(bytes)","Uri":null,"ModelId":null,"Metadata":null}""",
            "[84×56]"
        },
        {
            """{"content":[{"type":"resource","resource":{"uri":"file:///a.png","mimeType":"image/png","blob":"(bytes)"}}]}""",
            "[84×56]"
        },
        { """[{"type":"image","data":"(bytes)","mimeType":"image/png","annotations":{"audience":["user"]}},"then"]""", "[84×56]then" },
        { """{"mimeType":"image/png","data":"(bytes)"}""", "[84×56]" },
        { """{"data":"(bytes)","mime_type":"png","filename":"a.png"}""", "[84×56]" },
        { """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"(bytes)"}}""", "[84×56]" },
        { """{"type":"image_url","image_url":{"url":"(uri)","detail":"high"}}""", "[84×56]" },
        { """{"type":"input_image","image_url":"(uri)"}""", "[84×56]" },
        { """{"inlineData":{"mimeType":"image/png","data":"(bytes)"}}""", "[84×56]" },
        { """{"b64_json":"(bytes)"}""", "[84×56]" },
        { """{"$type":"data","uri":"(uri)","name":"a.png"}""", "[84×56]" },
        { """{"$type":"data","Uri":"(uri)","Name":null,"Annotations":null}""", "[84×56]" },
        { """["see",{"$type":"data","uri":"(uri)"}]""", "see[84×56]" },
        { """{"role":"tool","contents":[{"$type":"text","text":"now "},{"$type":"data","uri":"(uri)"}]}""", "now [84×56]" },
        { """{"$type":"text","text":"only words"}""", "only words" },
        { """{"$type":"error","message":"no screen"}""", "Error: no screen" },
        { """{"title":"Home","screenshot":"(uri)"}""", """{"title":"Home","screenshot":"[picture 1, below]"}[84×56]""" },
        {
            """{"pages":[{"text":"a","image":"(bytes)"},{"text":"b","image":"(bytes)"}]}""",
            """{"pages":[{"text":"a","image":"[picture 1, below]"},{"text":"b","image":"[picture 2, below]"}]}[84×56][84×56]"""
        },
        { """{"type":"Buffer","data":(numbers)}""", "[84×56]" },
        { """{"mimeType":"image/png","bytes":(numbers)}""", "[84×56]" },
        { """{"image":{"type":"Buffer","data":(numbers)}}""", "[84×56]" },
        { """{"mimeType":"image/png","data":"(letters)"}""", "[84×56]" },
        { """{"content":[{"type":"image","data":"(letters)","mimeType":"image/png"}]}""", "[84×56]" },
        { """{"shot":"data:;base64,(bytes)"}""", """{"shot":"[picture 1, below]"}[84×56]""" },
        { """{"shot":"data:application/octet-stream;base64,(bytes)"}""", """{"shot":"[picture 1, below]"}[84×56]""" },
        {
            """{"type":"image_generation_call","status":"completed","result":"(letters)"}""",
            """{"type":"image_generation_call","status":"completed","result":"[picture 1, below]"}[84×56]"""
        },
        { "\"(letters)\"", "[84×56]" },
        { "\"(uri)\"", "[84×56]" },
        { "\"(bytes)\"", "[84×56]" },
        { "\"before ![shot]((uri)) after\"", "before ![shot]([84×56]) after" },
        { """ "{\"mimeType\":\"image/png\",\"data\":\"(bytes)\"}" """, "[84×56]" },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_picture_is_seen_in_whatever_form_it_comes(string form, string expected)
    {
        var json = Fill(form);
        var element = JsonElement.Parse(json);
        Assert.Equal([$"Tool: {{{expected}}}"], Describe(await MapAsync(Result(element))));
        Assert.Equal([$"Tool: {{{expected}}}"], Describe(await MapAsync(Result(JsonNode.Parse(json)))));
        if (element.ValueKind == JsonValueKind.String)
            Assert.Equal([$"Tool: {{{expected}}}"], Describe(await MapAsync(Result(element.GetString()))));
        else if (expected.Contains('×', StringComparison.Ordinal))
            Assert.Equal([$"Tool: {{{expected}}}"], Describe(await MapAsync(Result(json))));
    }

    [Theory]
    [InlineData("""{"content":[{"type":"text","text":"a"}]}""")]
    [InlineData("""{"content":["a","b"],"total":2}""")]
    [InlineData("""[{"type":"text","text":"a"}]""")]
    [InlineData("""{"mimeType":"text/plain","data":"aGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsb25nIHRleHQgb2YgYmFzZTY0"}""")]
    [InlineData("""{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}""")]
    [InlineData("""{"$type":"Some.Other.Type, Library","uri":"x"}""")]
    [InlineData("""{"role":"admin","contents":[1,2]}""")]
    [InlineData("""["data:image/","iVBORw0KGgo="]""")]
    [InlineData("""{"token":"QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"}""")]
    [InlineData("""{"type":"Buffer","data":[104,101,108,108,111]}""")]
    [InlineData("""{"data":[1,2,300]}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"key":"data:text/plain;base64,aGVsbG8gd29ybGQsIHRoaXMgaXMgYSBsb25nIHRleHQgb2YgYmFzZTY0"}""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("1.50")]
    public async Task Data_without_a_picture_stays_as_it_is(string json)
    {
        Assert.Equal([$"Tool: {{{json}}}"], Describe(await MapAsync(Result(JsonElement.Parse(json)))));
        Assert.Equal([$"Tool: {{{json}}}"], Describe(await MapAsync(Result(json))));
    }

    [Fact]
    public async Task Bytes_and_objects_that_hold_pictures_are_seen()
    {
        var bytes = Pictures.Encode(84, 56);
        Assert.Equal(["Tool: {[84×56]}"], Describe(await MapAsync(Result(bytes))));
        Assert.Equal(["Tool: {[84×56]}"], Describe(await MapAsync(Result((ReadOnlyMemory<byte>)bytes))));
        Assert.Equal(["Tool: {[84×56][84×56]}"], Describe(await MapAsync(Result(new[] { bytes, bytes }))));
        var function = AIFunctionFactory.Create(() => bytes, "shoot");
        Assert.Equal(["Tool: {[84×56]}"], Describe(await MapAsync(Result(await function.InvokeAsync()))));
        Assert.Equal(
            ["""Tool: {{"Title":"Home","Shot":"[picture 1, below]"}[84×56]}"""],
            Describe(await MapAsync(Result(new Dictionary<string, object?> { ["Title"] = "Home", ["Shot"] = bytes }))));
    }

    [Fact]
    public async Task An_address_in_json_is_not_opened()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("a.png", Pictures.Encode(56, 56));
        var json = JsonElement.Parse($$"""{"$type":"uri","uri":"{{new Uri(path)}}","mediaType":"image/png"}""");
        var turns = await Mapper(new QwenChatClientOptions { AllowedFolders = [folder.FullPath] })
            .MapAsync([Result(json)], null, Qwen.Extensions.AI.Media.MediaHints.None, default);
        Assert.Equal([$"Tool: {{[image/png at {new Uri(path)}]}}"], Describe(turns));
    }

    // letters: as addresses can hold them, not filled up
    private static string Fill(string form) => form
        .Replace("(letters)", Base64.TrimEnd('=').Replace('+', '-').Replace('/', '_'), StringComparison.Ordinal)
        .Replace("(numbers)", JsonSerializer.Serialize(Pictures.Encode(84, 56).Select(value => (int)value)), StringComparison.Ordinal)
        .Replace("(bytes)", Base64, StringComparison.Ordinal).Replace("(uri)", Uri, StringComparison.Ordinal);

    public static TheoryData<JsonSerializerOptions> Stores => new()
    {
        AIJsonUtilities.DefaultOptions, JsonSerializerOptions.Default, JsonSerializerOptions.Web,
    };

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_conversation_that_was_stored_and_read_back_says_the_same(JsonSerializerOptions store)
    {
        List<ChatMessage> conversation =
        [
            User(new TextContent("Look."), Picture(56, 56), new DataContent("a,b"u8.ToArray(), "text/csv") { Name = "t.csv" }),
            Assistant(new TextContent("Let me see."), Call("1", "shoot", new() { ["n"] = 1 })),
            Result(Picture(84, 56)),
            Assistant(Call("1", "shoot")),
            Result(new AIContent[] { new TextContent("now "), Picture(84, 84) }),
            Assistant(Call("1", "shoot")),
            Result(new List<object> { "both ", Picture(56, 84) }),
            Assistant(Call("1", "shoot")),
            Result(new ChatMessage(ChatRole.Tool, [Picture(28, 56)])),
            Assistant(new ImageGenerationToolCallContent("2"), new ImageGenerationToolResultContent("2") { Outputs = [Picture(56, 28)] }),
            User(new TextContent("And now?")),
        ];
        var expected = Describe(await MapAsync([.. conversation]));
        var stored = JsonSerializer.Serialize(conversation, store);
        var again = JsonSerializer.Deserialize<List<ChatMessage>>(stored, store)!;
        Assert.Equal(expected, Describe(await MapAsync([.. again])));
        Assert.Equal(6, expected.Sum(line => line.Count(letter => letter == '×')));
    }

    [Fact]
    public async Task A_damaged_picture_is_told_by_its_place_and_not_repeated()
    {
        var damaged = Base64[..^40] + "@@@@";
        var error = await RefusalAsync(
            User(new TextContent("a")),
            Result(JsonElement.Parse(
                """{"content":[{"type":"text","text":"x"},{"type":"image","data":"(bytes)","mimeType":"image/png"}]}"""
                    .Replace("(bytes)", damaged, StringComparison.Ordinal))));
        Assert.Contains("the result of call '1'", error, StringComparison.Ordinal);
        Assert.Contains("not base64", error, StringComparison.Ordinal);
        Assert.DoesNotContain(damaged[..40], error, StringComparison.Ordinal);

        error = await RefusalAsync(Result(JsonElement.Parse("""["a",{"mimeType":"image/png","data":"bm8gcGljdHVyZQ=="}]""")));
        Assert.Contains("item 2", error, StringComparison.Ordinal);

        error = await RefusalAsync(Result("data:image/png;base64," + damaged));
        Assert.Contains("damaged", error, StringComparison.Ordinal);
        Assert.DoesNotContain(damaged[..40], error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_several_pictures_the_broken_one_is_named()
    {
        var broken = new DataContent(Pictures.Encode(56, 56)[..60], "image/png") { Name = "second.png" };
        var error = await RefusalAsync(User(Picture(56, 56), broken, Picture(56, 56)));
        Assert.StartsWith("Part 2 of message 1 (user) ('second.png'): ", error, StringComparison.Ordinal);
        error = await RefusalAsync(User(Picture(56, 56), new UriContent("data:image/png;base64,@@@", "image/png")));
        Assert.StartsWith("Part 2 of message 1 (user): The data URI", error, StringComparison.Ordinal);
    }
}
