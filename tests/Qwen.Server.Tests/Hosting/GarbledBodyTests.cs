using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Qwen.Server.Tests.Hosting;

/// <summary>Bodies cut and garbled in two hundred ways: each gets an answer or an error of the form, and the server goes on.</summary>
public sealed class GarbledBodyTests(DemoServer server)
{
    private static readonly string[] Scraps =
        [
            "null", "[]", "{}", "\"\"", "-1", "1e999", "true", "\"\\ud800\"", "\"data:image/png;base64,\"", "[[[[", "}}", ",", ":",
            "\\u0000", "NaN", "9223372036854775808", "\"\\u0000\""
        ];

    private static readonly byte[] Whole = Encoding.UTF8.GetBytes(DemoServer.Question(
        "count112-00.png",
        "How many red triangles are there in the image?",
        """
        "stop": ["x"], "seed": 3, "logprobs": true, "top_logprobs": 1, "stream": false, "top_p": 0.9, "frequency_penalty": 0.1, "mm_processor_kwargs": {"max_pixels": 12544},
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object", "properties": {"a": {"type": "integer"}}}}}], "tool_choice": "none",
        "response_format": {"type": "text"}
        """).Replace("\"max_completion_tokens\": 64", "\"max_completion_tokens\": 4", StringComparison.Ordinal));

    [Fact]
    public async Task Every_way_ends_in_an_answer_or_an_error_of_the_form()
    {
        var random = new Random(20);
        var counts = new SortedDictionary<int, int>();
        for (var way = 0; way < 200; way++)
        {
            var body = Garble(way, random);
            using var content = new ByteArrayContent(body);
            content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
            using var response = await server.Http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
            var text = await response.Content.ReadAsStringAsync();
            counts[(int)response.StatusCode] = counts.GetValueOrDefault((int)response.StatusCode) + 1;
            var head = $"way {way}: {(int)response.StatusCode} {text[..Math.Min(text.Length, 300)]}";
            Assert.True(response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.NotFound, head);
            if (!response.IsSuccessStatusCode)
                Assert.False(string.IsNullOrEmpty(JsonElement.Parse(text).GetProperty("error").GetProperty("message").GetString()), head);
        }

        Assert.True(counts[400] > 100, string.Join(", ", counts));
        await StillAnswersAsync();
    }

    [Theory]
    [InlineData(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + "5000\r\n\r\n{\"messages\"")]
    [InlineData(
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n5\r\n{\"me")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -2\r\n\r\n{}")]
    [InlineData("GARBAGE\r\n\r\n")]
    [InlineData("\0\u0001\u0002\r\n\r\n")]
    public async Task A_connection_that_breaks_off_leaves_nothing_behind(string bytes)
    {
        using (var socket = new TcpClient(server.Address.Host, server.Address.Port))
        {
            await socket.GetStream().WriteAsync(Encoding.Latin1.GetBytes(bytes));
            await Task.Delay(50);
        }

        await Wait.UntilAsync(() => server.OpenRequests == 0);
        await StillAnswersAsync();
    }

    private async Task StillAnswersAsync()
    {
        await Wait.UntilAsync(() => server.OpenRequests == 0);
        var answer = await server.AskAsync(DemoServer.Question("count112-00.png", "How many red triangles are there in the image?"));
        Assert.Equal(
            "There is 1 red triangle in the image.",
            answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    private static byte[] Garble(int way, Random random)
    {
        var body = Whole.ToArray();
        var place = random.Next(body.Length);
        switch (way % 5)
        {
            case 0: // cut
                return body[..place];
            case 1: // one bit
                body[place] ^= (byte)(1 << random.Next(8));
                return body;
            case 2: // a piece twice
                return [.. body[..place], .. body[random.Next(place)..]];
            case 3: // a piece gone
                return [.. body[..place], .. body[Math.Min(body.Length, place + random.Next(1, 60))..]];
            default: // another value where a value stood
                var starts = Enumerable.Range(0, body.Length - 2).Where(i => body[i] == (byte)':' && body[i + 1] == (byte)' ').ToList();
                var start = starts[random.Next(starts.Count)] + 2;
                var end = start;
                while (end < body.Length && body[end] is not ((byte)',' or (byte)'}' or (byte)'\n'))
                    end++;
                return [.. body[..start], .. Encoding.UTF8.GetBytes(Scraps[random.Next(Scraps.Length)]), .. body[end..]];
        }
    }
}
