using System.Net;
using System.Text.Json;

namespace Qwen.Server.Tests.OpenAI;

/// <summary>What is answered over HTTP, byte for byte, by the demo model.</summary>
public sealed class ChatCompletionsTests(DemoServer server)
{
    private const string Count = "How many red triangles are there in the image?";

    [Fact]
    public async Task A_picture_is_answered_with_a_whole_completion()
    {
        var answer = await server.AskAsync(DemoServer.Question("count112-00.png", Count));
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.Equal("demo", answer.GetProperty("model").GetString());
        var choice = Assert.Single(answer.GetProperty("choices").EnumerateArray());
        Assert.Equal("stop", choice.GetProperty("finish_reason").GetString());
        Assert.Equal("There is 1 red triangle in the image.", choice.GetProperty("message").GetProperty("content").GetString());
        var usage = answer.GetProperty("usage");
        Assert.Equal(
            usage.GetProperty("prompt_tokens").GetInt32() + usage.GetProperty("completion_tokens").GetInt32(),
            usage.GetProperty("total_tokens").GetInt32());
        Assert.Equal(16, usage.GetProperty("additional_counts").GetProperty("vision_tokens").GetInt32());
    }

    [Fact]
    public async Task A_stream_says_the_same_in_pieces_and_ends_with_its_usage()
    {
        var whole = await server.AskAsync(DemoServer.Question("count112-00.png", Count));
        var events = await StreamAsync(
            DemoServer.Question("count112-00.png", Count, """ "stream": true, "stream_options": {"include_usage": true}"""));
        Assert.Equal("[DONE]", events[^1]);
        var chunks = events.SkipLast(1).Select(chunk => JsonElement.Parse(chunk)).ToList();
        Assert.All(chunks, chunk => Assert.Equal("chat.completion.chunk", chunk.GetProperty("object").GetString()));
        Assert.Single(chunks.Select(chunk => chunk.GetProperty("id").GetString()).Distinct());

        var text = string.Concat(
            chunks.SelectMany(Deltas).Select(delta => delta.TryGetProperty("content", out var piece) ? piece.GetString() : ""));
        Assert.Equal(whole.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString(), text);
        Assert.True(chunks.Count > 5);
        Assert.Equal("assistant", Deltas(chunks[0]).Single().GetProperty("role").GetString());
        Assert.Equal("stop", chunks[^2].GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.All(chunks.SkipLast(1), chunk => Assert.Equal(JsonValueKind.Null, chunk.GetProperty("usage").ValueKind));
        Assert.Empty(chunks[^1].GetProperty("choices").EnumerateArray());
        Assert.Equal(
            whole.GetProperty("usage").GetProperty("completion_tokens").GetInt32(),
            chunks[^1].GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task A_schema_is_enforced()
    {
        const string Schema = """
            "response_format": {"type": "json_schema", "json_schema": {"name": "n", "strict": true, "schema":
              {"type": "object", "properties": {"n": {"type": "integer", "minimum": 7, "maximum": 9}}, "required": ["n"], "additionalProperties": false}}}
            """;
        var answer = JsonElement.Parse(Text(await server.AskAsync(DemoServer.Question("count112-00.png", Count, Schema))));
        Assert.InRange(answer.GetProperty("n").GetInt32(), 7, 9);
    }

    [Theory]
    [InlineData(""" "guided_choice": ["yes", "n\"o/\u0001"] """, "yes|n\"o/\u0001")]
    [InlineData(""" "guided_regex": "[ab]{3}/c" """, "^[ab]{3}/c$")]
    [InlineData(""" "structured_outputs": {"regex": "x{2,4}"} """, "^x{2,4}$")]
    [InlineData(""" "grammar": "root ::= \"left\" | \"right\"" """, "^(left|right)$")]
    [InlineData(""" "guided_grammar": "root ::= digit{2}\ndigit ::= [0-9]" """, "^[0-9]{2}$")]
    [InlineData(""" "guided_json": {"enum": ["a", "b"]} """, "^\"[ab]\"$")]
    [InlineData(""" "response_format": {"type": "json_object"} """, "^\\{")]
    public async Task A_shape_is_enforced(string field, string pattern) =>
        Assert.Matches(pattern, Text(await server.AskAsync(DemoServer.Question("count112-00.png", Count, field))));

    [Fact]
    public async Task Probabilities_have_bytes_and_alternatives()
    {
        var answer = await server.AskAsync(DemoServer.Question("count112-00.png", Count, """ "logprobs": true, "top_logprobs": 2"""));
        var tokens = answer.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content").EnumerateArray().ToList();
        var bytes = tokens.SelectMany(token => token.GetProperty("bytes").EnumerateArray()).Select(value => value.GetByte()).ToArray();
        Assert.StartsWith(Text(answer), System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.All(tokens, token => Assert.Equal(2, token.GetProperty("top_logprobs").GetArrayLength()));
        Assert.All(tokens, token => Assert.True(token.GetProperty("logprob").GetDouble() <= 0));
    }

    [Fact]
    public async Task A_stop_text_and_a_limit_end_the_answer()
    {
        var stopped = await server.AskAsync(DemoServer.Question("count112-00.png", Count, """ "stop": [" red"] """));
        Assert.Equal("There is 1", Text(stopped));
        var cut = await server.AskAsync(DemoServer.Question("count112-00.png", Count, """ "max_tokens": 2 """)
            .Replace("\"max_completion_tokens\": 64,", "", StringComparison.Ordinal));
        Assert.Equal("length", cut.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
    }

    [Fact]
    public async Task A_function_that_must_be_called_is()
    {
        const string Tools = """
            "tools": [{"type": "function", "function": {"name": "set_count", "parameters":
              {"type": "object", "properties": {"count": {"type": "integer"}}, "required": ["count"]}}}],
            "tool_choice": {"type": "function", "function": {"name": "set_count"}}
            """;
        var choice = (await server.AskAsync(DemoServer.Question("count112-00.png", Count, Tools))).GetProperty("choices")[0];
        Assert.Equal("tool_calls", choice.GetProperty("finish_reason").GetString());
        Assert.Equal(JsonValueKind.Null, choice.GetProperty("message").GetProperty("content").ValueKind);
        var call = Assert.Single(choice.GetProperty("message").GetProperty("tool_calls").EnumerateArray());
        Assert.Equal("set_count", call.GetProperty("function").GetProperty("name").GetString());
        Assert.True(
            JsonElement.Parse(call.GetProperty("function").GetProperty("arguments").GetString()!).GetProperty("count").TryGetInt64(out _));

        var events = await StreamAsync(DemoServer.Question("count112-00.png", Count, Tools + ", \"stream\": true"));
        var streamed = events.SkipLast(1)
            .SelectMany(chunk => Deltas(JsonElement.Parse(chunk)))
            .Single(delta => delta.TryGetProperty("tool_calls", out _));
        Assert.Equal(0, streamed.GetProperty("tool_calls")[0].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task Limits_of_pixels_reach_the_model()
    {
        var few = await server.AskAsync(DemoServer.Question("count112-00.png", Count, """ "mm_processor_kwargs": {"max_pixels": 3136} """));
        Assert.Equal(4, few.GetProperty("usage").GetProperty("additional_counts").GetProperty("vision_tokens").GetInt32());
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await server.PostAsync(DemoServer.Question("count112-00.png", Count, """ "max_pixels": 9 """))).StatusCode);
    }

    [Fact]
    public async Task Models_are_listed()
    {
        var list = JsonElement.Parse(await server.Http.GetStringAsync(new Uri("/v1/models", UriKind.Relative)));
        Assert.Equal("demo", Assert.Single(list.GetProperty("data").EnumerateArray()).GetProperty("id").GetString());
        var one = JsonElement.Parse(await server.Http.GetStringAsync(new Uri("/v1/models/demo", UriKind.Relative)));
        Assert.Equal("model", one.GetProperty("object").GetString());
    }

    private static string Text(JsonElement answer) =>
        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;

    private static IEnumerable<JsonElement> Deltas(JsonElement chunk) =>
        chunk.GetProperty("choices").EnumerateArray().Select(choice => choice.GetProperty("delta"));

    private async Task<List<string>> StreamAsync(string body)
    {
        using var response = await server.PostAsync(body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        var text = await response.Content.ReadAsStringAsync();
        return [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line["data: ".Length..])];
    }
}
