using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Shapes;
using Qwen.Extensions.AI.Tests.Client;

namespace Qwen.Extensions.AI.Tests.Shapes;

/// <summary>The model's fence round JSON: allowed, and taken off whole however it is cut.</summary>
public class AnswerFenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("```json\n{\"a\": 1}\n```", "{\"a\": 1}")]
    [InlineData("```json\n[\n\t1,\n\t2\n]\n```", "[\n\t1,\n\t2\n]")]
    [InlineData("```json\n\"a\\n```\\n```\"\n```", "\"a\\n```\\n```\"")]
    [InlineData("{\"a\": 1}", "{\"a\": 1}")]
    [InlineData("{\"a\": \"```json\\n\"}", "{\"a\": \"```json\\n\"}")]
    [InlineData("", "")]
    [InlineData("``", "")] // cut by the limit
    [InlineData("```json\n", "")]
    [InlineData("```json\n{\"a\": 1}\n``", "{\"a\": 1}")]
    [InlineData("```json\n{\"a\":\n\t1", "{\"a\":\n\t1")]
    [InlineData("```python\nx\n```", "```python\nx\n```")]
    public void It_is_taken_off_wherever_the_answer_is_cut(string answer, string json)
    {
        for (var size = 1; size <= Math.Max(1, answer.Length); size++)
        {
            var fence = new AnswerFence();
            var said = string.Concat(answer.Chunk(size).Select(piece => fence.Append(new string(piece))));
            Assert.StartsWith(said, json, StringComparison.Ordinal);
            Assert.Equal(json, said + fence.Flush());
        }
    }

    [Fact]
    public async Task An_answer_and_its_stream_are_json_alone()
    {
        using var client = await DemoModel.CreateScriptedAsync("```json\n{\"x\": 12,\n \"y\": 3}\n```");
        var options = new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<Point>() };
        var response = await client.GetResponseAsync("?", options, Stop);
        Assert.Equal("{\"x\": 12,\n \"y\": 3}", response.Text);
        List<string> pieces = [];
        await foreach (var update in client.GetStreamingResponseAsync("?", options, Stop))
            pieces.Add(update.Text);
        Assert.Equal(response.Text, string.Concat(pieces));
        Assert.True(pieces.Count > 5, "It comes piece by piece.");
        Assert.Equal(new Point(12, 3), (await client.GetResponseAsync<Point>("?", cancellationToken: Stop)).Result);

        // what was not asked for as JSON is as the model wrote it
        Assert.StartsWith("```json", (await client.GetResponseAsync("?", cancellationToken: Stop)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_model_may_write_it_with_and_without_functions_and_the_caller_may_begin_it()
    {
        using var client = await DemoModel.CreateClientAsync();
        var options = new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema<Point>(),
            AdditionalProperties = new() { [QwenPropertyNames.AssistantPrefix] = "```json\n{" },
        };
        for (var round = 0; round < 2; round++)
        {
            var text = (await client.GetResponseAsync("?", options, Stop)).Text;
            Assert.EndsWith("}\n```", text, StringComparison.Ordinal); // what the caller opened, the caller sees closed
            Assert.Equal(System.Text.Json.JsonValueKind.Object, System.Text.Json.JsonElement.Parse("{" + text[..^4]).ValueKind);
            options.Tools = [AIFunctionFactory.Create(() => 1, "f")];
        }
    }
}
