using System.Net;
using System.Text.Json;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>Every mistake has a status, a sentence and, where there is one, the field at fault.</summary>
public sealed class RefusalTests(DemoServer server)
{
    private const string Messages = """ "messages": [{"role": "user", "content": "Hello"}] """;

    [Theory]
    [InlineData("""{"model": "demo"}""", "messages")]
    [InlineData("""{"messages": []}""", "messages")]
    [InlineData("""{"messages": "x"}""", "messages")]
    [InlineData("""{"messages": [1]}""", "messages[0]")]
    [InlineData("""{"messages": [{"content": "x"}]}""", "messages[0].role")]
    [InlineData("""{"messages": [{"role": "king", "content": "x"}]}""", "messages[0].role")]
    [InlineData("""{"messages": [{"role": "user"}]}""", "messages[0].content")]
    [InlineData("""{"messages": [{"role": "assistant"}]}""", "messages[0].content")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "sound"}]}]}""", "messages[0].content[0].type")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", "messages[0].content[0].image_url")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://example.com/a.png"}}]}]}""",
        "messages[0].content[0].image_url.url")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "file:///etc/passwd"}]}]}""",
        "messages[0].content[0].image_url")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png,x"}}]}]}""",
        "messages[0].content[0].image_url.url")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,%%%"}}]}]}""",
        "messages[0].content[0].image_url.url")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}]}]}""",
        "messages[0].content[0].file.file_id")]
    [InlineData("""{"messages": [{"role": "tool", "content": "x"}]}""", "messages[0].tool_call_id")]
    [InlineData(
        """{"messages": [{"role": "assistant", "tool_calls": [{"id": "a", "function": {"name": "f", "arguments": "["}}]}]}""",
        "messages[0].tool_calls[0].function.arguments")]
    [InlineData("{ \"n\": 2, " + Messages + "}", "n")]
    [InlineData("{ \"temperature\": \"warm\", " + Messages + "}", "temperature")]
    [InlineData("{ \"temperature\": -1, " + Messages + "}", "temperature")]
    [InlineData("{ \"top_p\": 1e999, " + Messages + "}", "top_p")]
    [InlineData("{ \"max_completion_tokens\": 0, " + Messages + "}", "max_completion_tokens")]
    [InlineData("{ \"seed\": 1.5, " + Messages + "}", "seed")]
    [InlineData("{ \"stop\": [1], " + Messages + "}", "stop")]
    [InlineData("{ \"stream\": \"yes\", " + Messages + "}", "stream")]
    [InlineData("{ \"stream_options\": {}, " + Messages + "}", "stream_options")]
    [InlineData("{ \"top_logprobs\": 3, " + Messages + "}", "top_logprobs")]
    [InlineData("{ \"tools\": [{\"type\": \"magic\"}], " + Messages + "}", "tools[0].type")]
    [InlineData("{ \"tool_choice\": \"required\", " + Messages + "}", "tool_choice")]
    [InlineData("{ \"response_format\": {\"type\": \"xml\"}, " + Messages + "}", "response_format.type")]
    [InlineData(
        "{ \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": 1}}, " + Messages + "}",
        "response_format.json_schema.schema")]
    [InlineData("{ \"grammar\": \"root ::= \\\"a\\\"\", \"guided_regex\": \"a\", " + Messages + "}", "guided_regex")]
    [InlineData("{ \"min_pixels\": \"many\", " + Messages + "}", "min_pixels")]
    [InlineData("{ \"mm_processor_kwargs\": {\"fps\": true}, " + Messages + "}", "mm_processor_kwargs.fps")]
    [InlineData("{ \"logit_bias\": {\"1\": 2}, " + Messages + "}", "logit_bias")]
    [InlineData("{ \"model\": 7, " + Messages + "}", "model")]
    public async Task A_field_at_fault_is_named(string body, string param)
    {
        var error = await RefuseAsync(body, HttpStatusCode.BadRequest);
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("{ \"grammar\": \"leaf ::= x\", " + Messages + "}")]
    [InlineData("{ \"response_format\": {\"type\": \"json_schema\", \"json_schema\": {\"schema\": {\"$ref\": \"http://elsewhere/x\"}}}, "
        + Messages + "}")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}}]}]}""")]
    [InlineData(
        """{"messages": [{"role": "user", "content": [{"type": "video_url", "video_url": {"url": "data:video/mp4;base64,aGVsbG8="}}]}]}""")]
    [InlineData(
        """{"stream": true, "messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "data:image/png;base64,aGVsbG8="}}]}]}""")]
    public async Task What_the_model_refuses_is_a_bad_request_also_in_a_stream(string body) =>
        await RefuseAsync(body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_model_that_is_not_there_is_not_found()
    {
        var error = await RefuseAsync("{ \"model\": \"gpt-4o\", " + Messages + "}", HttpStatusCode.NotFound);
        Assert.Equal("model_not_found", error.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("GET", "/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/models/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/v1/models", HttpStatusCode.MethodNotAllowed)]
    public async Task Other_ways_end_in_an_error_of_the_form(string method, string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        await ReadErrorAsync(await server.Http.SendAsync(request), status);
    }

    [Fact]
    public async Task Other_bodies_than_json_are_refused()
    {
        using var content = new StringContent("{}");
        await ReadErrorAsync(await server.Http.PostAsync("/v1/chat/completions", content), HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task Depth_and_number_of_pictures_are_bounded()
    {
        await RefuseAsync($"{{\"messages\": {new string('[', 2000)}{new string(']', 2000)}}}", HttpStatusCode.BadRequest);
        var part = "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,AA==\"}}";
        await RefuseAsync(
            $"{{\"messages\": [{{\"role\": \"user\", \"content\": [{string.Join(',', Enumerable.Repeat(part, 65))}]}}]}}",
            HttpStatusCode.BadRequest);
    }

    private async Task<JsonElement> RefuseAsync(string body, HttpStatusCode status) =>
        await ReadErrorAsync(await server.PostAsync(body), status);

    private static async Task<JsonElement> ReadErrorAsync(HttpResponseMessage response, HttpStatusCode status)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == status, $"{response.StatusCode}: {text}");
        var error = JsonElement.Parse(text).GetProperty("error");
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        Assert.Equal(JsonValueKind.String, error.GetProperty("type").ValueKind);
        Assert.True(error.TryGetProperty("param", out _) && error.TryGetProperty("code", out _));
        return error;
    }
}
