using System.Net;
using System.Text.Json;

namespace Qwen.Server.Tests.Responses;

/// <summary>Responses over HTTP, field for field.</summary>
public sealed class ResponsesTests(DemoServer server)
{
    private static readonly string Question = $$$"""
        "model": "demo", "temperature": 0, "max_output_tokens": 64, "metadata": {"a": "b"},
        "input": [{"role": "user", "content": [
          {"type": "input_image", "image_url": "{{{DemoServer.Picture("count112-00.png")}}}"},
          {"type": "input_text", "text": "How many red triangles are there in the image?"}]}]
        """;

    [Fact]
    public async Task A_response_is_whole_and_repeats_what_was_asked()
    {
        var response = await AskAsync($"{{{Question}}}");
        Assert.Equal(("response", "completed", "b"), (
            response.GetProperty("object").GetString(), response.GetProperty("status").GetString(),
            response.GetProperty("metadata").GetProperty("a").GetString()));
        var message = Assert.Single(response.GetProperty("output").EnumerateArray());
        Assert.Equal("There is 1 red triangle in the image.", message.GetProperty("content")[0].GetProperty("text").GetString());
        var usage = response.GetProperty("usage");
        Assert.Equal(
            usage.GetProperty("input_tokens").GetInt32() + usage.GetProperty("output_tokens").GetInt32(),
            usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_is_numbered_and_adds_up_to_the_response()
    {
        using var response = await PostAsync($"{{\"stream\": true, {Question}}}");
        var events = (await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
            .Select(text => text.Split('\n'))
            .Select(lines => (Name: lines[0]["event: ".Length..], Data: JsonElement.Parse(lines[1]["data: ".Length..])))
            .ToList();
        Assert.All(events, one => Assert.Equal(one.Name, one.Data.GetProperty("type").GetString()));
        Assert.Equal(Enumerable.Range(0, events.Count), events.Select(one => one.Data.GetProperty("sequence_number").GetInt32()));
        Assert.Equal(
            ["response.created", "response.in_progress", "response.output_item.added", "response.content_part.added",
                "response.output_text.delta", "response.output_text.done",
                "response.content_part.done", "response.output_item.done", "response.completed"],
            events.Select(one => one.Name).Distinct());
        var text = string.Concat(
            events.Where(one => one.Name == "response.output_text.delta").Select(one => one.Data.GetProperty("delta").GetString()));
        Assert.Equal("There is 1 red triangle in the image.", text);
        Assert.Equal(
            text,
            events[^1].Data.GetProperty("response").GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_call_and_its_result_are_items()
    {
        const string Tool = """ "tools": [{"type": "function", "name": "look", "parameters": {"type": "object", "properties": {}}}] """;
        var response = await AskAsync($"{{{Tool}, \"tool_choice\": {{\"type\": \"function\", \"name\": \"look\"}}, {Question}}}");
        var call = Assert.Single(response.GetProperty("output").EnumerateArray());
        Assert.Equal(("function_call", "look"), (call.GetProperty("type").GetString(), call.GetProperty("name").GetString()));
        var id = call.GetProperty("call_id").GetString();
        var next = await AskAsync($$$"""
            {{{{Tool}}}, "max_output_tokens": 8, "input": [{"role": "user", "content": "Look."}, {"type": "function_call", "call_id": "{{{id}}}", "name": "look", "arguments": "{}"},
              {"type": "function_call_output", "call_id": "{{{id}}}", "output": "Nothing."}]}
            """);
        Assert.NotEmpty(next.GetProperty("output").EnumerateArray());
    }

    [Fact]
    public async Task A_cut_response_says_so()
    {
        var response = await AskAsync("""{"input": "Tell a story.", "temperature": 5, "max_output_tokens": 2}""");
        Assert.Equal("incomplete", response.GetProperty("status").GetString());
        Assert.Equal("max_output_tokens", response.GetProperty("incomplete_details").GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("{}", "input")]
    [InlineData("""{"input": []}""", "input")]
    [InlineData("""{"input": 3}""", "input")]
    [InlineData("""{"input": "x", "previous_response_id": "r"}""", "previous_response_id")]
    [InlineData("""{"input": "x", "background": true}""", "background")]
    [InlineData("""{"input": "x", "text": {"format": {"type": "json_schema"}}}""", "text.format.schema")]
    [InlineData("""{"input": [{"type": "item_reference", "id": "x"}]}""", "input[0].type")]
    [InlineData(
        """{"input": [{"role": "user", "content": [{"type": "input_file", "file_url": "https://example.com"}]}]}""",
        "input[0].content[0].file_url")]
    public async Task A_field_at_fault_is_named(string body, string param)
    {
        using var response = await PostAsync(body);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            param, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetProperty("param").GetString());
    }

    private Task<HttpResponseMessage> PostAsync(string body) =>
        server.Http.PostAsync(new Uri("/v1/responses", UriKind.Relative), DemoServer.Json(body));

    private async Task<JsonElement> AskAsync(string body)
    {
        using var response = await PostAsync(body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
