using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using NJsonSchema;
using Qwen.Testing;
using Qwen.VisionLanguage.Images;

namespace Qwen.Server.Tests.Mcp;

/// <summary>The tools over HTTP, called by the client of the official SDK.</summary>
public sealed class McpToolTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Forms =>
        [
            "path", "name", "file address", "data URI", "base64", "image block", "embedded resource", "bare resource", "resource link",
            "drawn picture"
        ];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_tool_takes_its_picture_in_every_form(string form)
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        foreach (var tool in await client.ListToolsAsync(cancellationToken: Token))
        {
            var media = tool.JsonSchema.GetProperty("properties")
                .EnumerateObject()
                .Where(parameter => parameter.Value.TryGetProperty("anyOf", out _))
                .ToList();
            if (media.Count == 0 || tool.Name.StartsWith("video", StringComparison.Ordinal))
                continue;
            var arguments = Others(tool.Name);
            foreach (var parameter in media)
                arguments[parameter.Name] = await PutAsync(form, offer, client);
            var result = await client.CallToolAsync(tool.Name, arguments, cancellationToken: Token);
            Check(tool, result);
        }
    }

    [Theory]
    [InlineData("path")]
    [InlineData("data URI")]
    [InlineData("base64")]
    [InlineData("embedded resource")]
    public async Task Every_tool_takes_its_video_in_every_form(string form)
    {
        await using var offer = new Offer();
        var film = await TestVideo.CreateAsync();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        foreach (var tool in (await client.ListToolsAsync(cancellationToken: Token))
            .Where(tool => tool.Name.StartsWith("videos_", StringComparison.Ordinal)))
        {
            var arguments = Others(tool.Name);
            arguments["video"] = Put(form, offer.Write("film.mp4", film), film, "video/mp4");
            Check(tool, await client.CallToolAsync(tool.Name, arguments, cancellationToken: Token));
        }

        if (form != "path")
            return;
        foreach (var (name, arguments) in new[]
        {
            ("video_index_add", new Dictionary<string, object?> { ["video"] = "film.mp4" }),
            ("video_index_search", new() { ["words"] = "cup" }), ("video_index_list", []),
        })
        {
            var tool = (await client.ListToolsAsync(cancellationToken: Token)).Single(tool => tool.Name == name);
            Check(tool, await client.CallToolAsync(name, arguments, cancellationToken: Token));
        }
    }

    [Theory]
    [InlineData("path")]
    [InlineData("base64")]
    [InlineData("embedded resource")]
    public async Task A_document_may_be_a_pdf_or_a_list_of_pictures(string form)
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var pdf = Offer.Pdf();
        var read = await client.CallToolAsync(
            "documents_read_document",
            new Dictionary<string, object?> { ["document"] = Put(form, offer.Write("page.pdf", pdf), pdf, "application/pdf") },
            cancellationToken: Token);
        if (read.IsError is true && Text(read).Contains("poppler", StringComparison.OrdinalIgnoreCase))
            Assert.Skip(Text(read));
        Assert.False(read.IsError ?? false, Text(read));
        var picture = Put(form, Path.Combine(offer.Folder, "picture.png"), offer.Picture, "image/png");
        var parsed = await client.CallToolAsync(
            "documents_parse_document", new Dictionary<string, object?> { ["document"] = new[] { picture, picture } },
            cancellationToken: Token);
        Assert.False(parsed.IsError ?? false, Text(parsed));
        Assert.Equal(2, parsed.StructuredContent!.Value.GetProperty("pages").GetArrayLength());
    }

    [Fact]
    public async Task A_drawn_picture_is_an_image_and_a_resource_that_can_be_read_and_passed_on()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var result = await client.CallToolAsync(
            "grounding_locate_and_draw", new Dictionary<string, object?> { ["picture"] = "picture.png", ["what"] = "cup" },
            cancellationToken: Token);
        var image = Assert.IsType<ImageContentBlock>(result.Content[0]);
        var link = Assert.IsType<ResourceLinkBlock>(result.Content[1]);
        Assert.Equal(3 * 168, ImageDecoder.Decode(image.DecodedData).Width);
        Assert.Equal(image.DecodedData.Length, link.Size);
        var template = Assert.Single(await client.ListResourceTemplatesAsync(cancellationToken: Token));
        Assert.Equal("qwen://drawings/{id}", template.UriTemplate);
        var again = Assert.IsType<BlobResourceContents>(
            Assert.Single((await client.ReadResourceAsync(link.Uri, cancellationToken: Token)).Contents));
        Assert.Equal(image.DecodedData.ToArray(), again.DecodedData.ToArray());
        await Assert.ThrowsAnyAsync<ModelContextProtocol.McpException>(
            () => client.ReadResourceAsync("qwen://drawings/0", cancellationToken: Token).AsTask());
    }

    [Fact]
    public async Task The_screen_is_looked_at_and_touched()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var seen = await client.CallToolAsync("screens_see_screen", cancellationToken: Token);
        Assert.Equal(["text", "image"], seen.Content.Select(block => block.Type));
        var opened = await client.CallToolAsync(
            "screens_open_app", new Dictionary<string, object?> { ["target"] = "Notes" }, cancellationToken: Token);
        Assert.Equal("Performed", opened.StructuredContent!.Value.GetProperty("outcome").GetString());
        var shop = await client.CallToolAsync(
            "screens_open_app", new Dictionary<string, object?> { ["target"] = "Shop" }, cancellationToken: Token);
        Assert.NotEqual("Performed", shop.StructuredContent!.Value.GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("https://example.org/a.png", "nothing is fetched")]
    [InlineData("http://169.254.169.254/latest/meta-data", "nothing is fetched")]
    [InlineData("ftp://example.org/a.png", "cannot be read")]
    [InlineData("/etc/passwd", "outside")]
    [InlineData("file:///etc/passwd", "outside")]
    [InlineData("../hidden.png", "outside")]
    [InlineData("garbage", "outside")]
    [InlineData("", "is no picture")]
    [InlineData("data:image/png;base64,AAAA", "no picture that can be read")]
    [InlineData("data:nonsense", "data URI")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "no picture that can be read")]
    [InlineData("qwen://drawings/00", "Draw it again")]
    [InlineData(5, "is 5")]
    [InlineData(true, "is true")]
    [InlineData("{\"type\": \"text\", \"text\": \"a cup\"}", "is a text")]
    [InlineData("{\"type\": \"image\", \"data\": \"§\"}", "not base64")]
    [InlineData("{\"type\": \"resource\", \"resource\": {\"uri\": \"file:///etc/passwd\"}}", "outside")]
    [InlineData("{}", "without 'data'")]
    public async Task What_is_no_picture_or_may_not_be_read_is_a_mistake_with_a_sentence(object value, string message)
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var picture = value is string text && text.StartsWith('{') ? JsonSerializer.Deserialize<JsonElement>(text) : value;
        var result = await client.CallToolAsync(
            "grounding_locate", new Dictionary<string, object?> { ["picture"] = picture, ["what"] = "cup" }, cancellationToken: Token);
        Assert.True(result.IsError);
        Assert.Contains(message, Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_outside_of_the_folders_is_refused_also_by_a_link_inside()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        File.CreateSymbolicLink(Path.Combine(offer.Folder, "link.png"), offer.Hidden);
        foreach (var name in new[]
        {
            offer.Hidden,
            "link.png",
            Path.Combine(offer.Folder, "link.png"),
            Path.Combine(offer.Folder, "..", Path.GetRelativePath(Path.GetDirectoryName(offer.Folder)!, offer.Hidden))
        })
        {
            var result = await client.CallToolAsync(
                "reading_read_text", new Dictionary<string, object?> { ["picture"] = name }, cancellationToken: Token);
            Assert.True(result.IsError, name);
            Assert.Contains("outside", Text(result), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("grounding_locate", "{}", "picture")]
    [InlineData("grounding_locate", "{\"picture\": \"picture.png\"}", "what")]
    [InlineData("grounding_locate", "{\"picture\": \"picture.png\", \"what\": \"\"}", "'what'")]
    [InlineData("grounding_locate", "{\"picture\": \"picture.png\", \"what\": \"cup\", \"every\": \"perhaps\"}", "every")]
    [InlineData("reading_extract", "{\"picture\": \"picture.png\", \"schema\": \"name\"}", "schema")]
    [InlineData("screens_tap", "{\"x\": 100000, \"y\": 1}", "outside")]
    [InlineData("screens_tap", "{\"x\": \"left\", \"y\": 1}", "x")]
    [InlineData("video_index_add", "{\"video\": \"/srv/film.mp4\"}", "outside")]
    public async Task Wrong_arguments_are_a_mistake_that_names_them(string tool, string arguments, string message)
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var result = await client.CallToolAsync(
            tool, JsonSerializer.Deserialize<Dictionary<string, object?>>(arguments)!, cancellationToken: Token);
        Assert.True(result.IsError);
        Assert.Contains(message, Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_argument_that_is_null_was_left_out()
    {
        await using var offer = new Offer();
        await using var host = await McpHost.StartAsync(offer.Configure);
        await using var client = await host.ConnectAsync();
        var result = await client.CallToolAsync(
            "grounding_locate",
            new Dictionary<string, object?> { ["picture"] = "picture.png", ["what"] = "cup", ["every"] = null, ["tiles"] = null },
            cancellationToken: Token);
        Assert.False(result.IsError ?? false, Text(result));
    }

    private static Dictionary<string, object?> Others(string tool) => tool switch
    {
        "grounding_count" => new() { ["what"] = "cups" },
        "reading_extract_fields" => new() { ["keys"] = new[] { "total" } },
        "reading_extract" => new()
        {
            ["schema"] = JsonSerializer.Deserialize<JsonElement>("""{"type": "object", "properties": {"total": {"type": "string"}}}""")
        },
        "recognition_ask" or "videos_ask" => new() { ["question"] = "What is it?" },
        "recognition_compare" => new() { ["question"] = "What differs?" },
        "videos_find_event" => new() { ["what"] = "a cup falls" },
        _ => new() { ["what"] = "cup" },
    };

    private static async Task<object> PutAsync(string form, Offer offer, McpClient client)
    {
        if (form != "drawn picture")
            return Put(form, Path.Combine(offer.Folder, "picture.png"), offer.Picture, "image/png");
        var drawn = await client.CallToolAsync(
            "grounding_locate_and_draw", new Dictionary<string, object?> { ["picture"] = "picture.png", ["what"] = "cup" },
            cancellationToken: Token);
        return drawn.Content.OfType<ResourceLinkBlock>().Single().Uri;
    }

    private static object Put(string form, string path, byte[] bytes, string mediaType) => form switch
    {
        "path" => path,
        "name" => Path.GetFileName(path),
        "file address" => new Uri(path).AbsoluteUri,
        "data URI" => $"data:{mediaType};base64,{Convert.ToBase64String(bytes)}",
        "base64" => Convert.ToBase64String(bytes),
        "image block" => new { type = "image", data = Convert.ToBase64String(bytes), mimeType = mediaType },
        "embedded resource" =>
            new { type = "resource", resource = new { uri = "memory://1", mimeType = mediaType, blob = Convert.ToBase64String(bytes) } },
        "bare resource" => new { uri = "memory://1", blob = Convert.ToBase64String(bytes) },
        "resource link" => new { type = "resource_link", name = "picture", uri = new Uri(path).AbsoluteUri },
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static void Check(McpClientTool tool, CallToolResult result)
    {
        Assert.False(result.IsError ?? false, $"{tool.Name}: {Text(result)}");
        Assert.NotEmpty(result.Content);
        if (tool.ProtocolTool.OutputSchema is not { } schema)
        {
            Assert.Null(result.StructuredContent);
            return;
        }

        var structured = Assert.NotNull(result.StructuredContent);
        var errors = JsonSchema.FromJsonAsync(schema.GetRawText(), Token).GetAwaiter().GetResult().Validate(structured.GetRawText());
        Assert.True(errors.Count == 0, $"{tool.Name}: {string.Join(", ", errors)} in {structured.GetRawText()}");
    }

    private static string Text(CallToolResult result) =>
        string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
