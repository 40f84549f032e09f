using System.Text.Json;
using Qwen.Testing;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>Videos and files in requests, in every field that clients send them in.</summary>
public sealed class MediaTests(DemoServer server)
{
    [Fact]
    public async Task A_video_is_seen_in_both_fields_with_the_frames_asked_for()
    {
        var video = Convert.ToBase64String(await TestVideo.CreateAsync());
        string[] parts =
        [
            $$$"""{"type": "video_url", "video_url": {"url": "data:video/mp4;base64,{{{video}}}"}}""",
            $$$"""{"type": "input_video", "input_video": {"data": "{{{video}}}", "format": "mp4"}}""",
            $$$"""{"type": "input_video", "input_video": {"url": "data:video/mp4;base64,{{{video}}}"}}""",
        ];
        foreach (var part in parts)
            Assert.Equal((4, 8), (await FramesAsync(part, "\"nframes\": 4"), await FramesAsync(part, "\"nframes\": 8")));
    }

    [Fact]
    public async Task The_pages_of_a_file_are_seen_as_pictures()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/usr/bin/pdftoppm"), "There is no poppler here.");
        var one = await VisionTokensAsync(FilePart(SmallPdf.Create(1)));
        var three = await VisionTokensAsync(FilePart(SmallPdf.Create(3)));
        Assert.True(one > 0);
        Assert.Equal(3 * one, three);
        using var many = await server.PostAsync(Body(FilePart(SmallPdf.Create(21)), ""));
        var error = JsonElement.Parse(await many.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("message").GetString();
        Assert.Contains("21 pages", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_may_come_as_a_file_and_with_escaped_slashes()
    {
        var picture = DemoServer.Picture("count112-00.png");
        Assert.Equal(16, await VisionTokensAsync($$$"""{"type": "file", "file": {"filename": "a.png", "file_data": "{{{picture}}}"}}"""));
        Assert.Equal(16, await VisionTokensAsync(
            $$$"""{"type": "image_url", "image_url": {"url": "{{{picture.Replace("/", "\\/", StringComparison.Ordinal)}}}"}}"""));
        Assert.Equal(16, await VisionTokensAsync($$$"""{"type": "image_url", "image_url": "{{{picture}}}"}"""));
    }

    private static string FilePart(byte[] pdf) =>
        $$$"""{"type": "file", "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,{{{Convert.ToBase64String(pdf)}}}"}}""";

    private static string Body(string part, string more) => $$$"""
        {"max_tokens": 4, "min_pixels": 3136, "max_pixels": 12544{{{(more.Length > 0 ? ", " + more : "")}}}, "messages": [{"role": "user", "content": [{{{part}}}, {"type": "text", "text": "What?"}]}]}
        """;

    private async Task<int> FramesAsync(string part, string more) =>
        (await server.AskAsync(Body(part, more)))
            .GetProperty("usage")
            .GetProperty("additional_counts")
            .GetProperty("video_frames")
            .GetInt32();

    private async Task<int> VisionTokensAsync(string part) =>
        (await server.AskAsync(Body(part, "")))
            .GetProperty("usage")
            .GetProperty("additional_counts")
            .GetProperty("vision_tokens")
            .GetInt32();
}
