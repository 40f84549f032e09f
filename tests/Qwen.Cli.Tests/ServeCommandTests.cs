using System.Net;
using System.Text;
using System.Text.Json;
using Qwen.Cli.Terminal;

namespace Qwen.Cli.Tests;

/// <summary>The server as a person starts and ends it.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task It_tells_its_address_answers_and_ends_with_an_interrupt()
    {
        using var interrupts = new InterruptSource();
        var output = new LineSignal();
        var run = CommandRun.StartAsync(["serve", "--port", "0", "--parallel", "1"], interrupts: interrupts, output: output);
        var line = await Task.WhenAny(output.FirstLine, run) == run
            ? throw new InvalidOperationException((await run).Notes)
            : await output.FirstLine;
        Assert.Matches(@"^Listening on http://127\.0\.0\.1:\d+ \(demo\)$", line);

        using var http = new HttpClient { BaseAddress = new Uri(line.Split(' ')[2]) };
        using var content = new StringContent(
            """{"messages": [{"role": "user", "content": "Hello"}], "max_tokens": 4}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("demo", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("model").GetString());

        // the page for people, and the phone that is theirs to watch
        Assert.Contains("<title>", await http.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("Open Contacts.", await http.GetStringAsync(new Uri("/v1/episodes", UriKind.Relative)), StringComparison.Ordinal);

        Assert.True(interrupts.Interrupt());
        var ended = await run;
        Assert.Equal(0, ended.ExitCode);
        Assert.Contains("chat demo 200 in", ended.Notes, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("/health", UriKind.Relative)));
    }

    [Theory]
    [InlineData("API key", "serve", "--address", "0.0.0.0")]
    [InlineData("no address", "serve", "--address", "example.com")]
    [InlineData("different names", "serve", "a=models/demo", "a=models/demo")]
    [InlineData("NAME=FOLDER", "serve", "=models/demo")]
    [InlineData("--idle", "serve", "--idle", "-1")]
    [InlineData("no screen 'fridge'", "serve", "--screen", "fridge")]
    [InlineData("no screen 'phone:1'", "serve", "--screen", "phone:1")]
    [InlineData("no option", "serve", "--no-such-option")]
    [InlineData("no folder", "serve", "--files", "no-such-folder")]
    [InlineData("no-such-keys", "serve", "--key-file", "no-such-keys")]
    public async Task A_mistake_ends_in_a_sentence(string word, params string[] args)
    {
        var run = await CommandRun.StartAsync(args);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(word, run.Notes, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    /// <summary>Output whose first line is told when it is there.</summary>
    private sealed class LineSignal : StringWriter
    {
        private readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> FirstLine => first.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            first.TrySetResult(value ?? "");
        }
    }
}
