using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Qwen.Testing;

namespace Qwen.Cli.Tests.Mcp;

/// <summary>The tools of the command over its standard input and output.</summary>
public sealed class McpCommandTests
{
    private static readonly string Pictures = Path.Combine(RepositoryFiles.Root, "samples", "09-planner", "pictures");
    private static readonly string Shelf = Path.Combine(Pictures, "shelf.png");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demo_model_counts_and_locates_for_a_client()
    {
        await using var client = await McpChild.StartAsync(["--files", Pictures]);
        Assert.Equal("qwenvl", client.ServerInfo!.Name);
        var count = await CountAsync(client, Shelf);
        var found = await client.CallToolAsync(
            "grounding_locate",
            new Dictionary<string, object?> { ["picture"] = "shelf.png", ["what"] = "red circle" },
            cancellationToken: Token);
        Assert.True(count > 0);
        Assert.Equal(count, found.StructuredContent!.Value.GetProperty("boxes").GetArrayLength());
    }

    [Fact]
    public async Task Eight_at_once_are_answered_as_alone()
    {
        await using var client = await McpChild.StartAsync(["--files", Pictures]);
        var alone = await CountAsync(client, Shelf);
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CountAsync(client, Shelf)));
        Assert.All(together, count => Assert.Equal(alone, count));
    }

    [Fact]
    public async Task A_clients_roots_are_read_unless_the_command_says_no()
    {
        await using (var client = await McpChild.StartAsync([], roots: [Pictures]))
        {
            Assert.True(await CountAsync(client, Shelf) > 0);
            Assert.True(await CountAsync(client, "shelf.png") > 0);
            Assert.Contains("outside", Mistake(await CallAsync(client, "/etc/hostname")), StringComparison.Ordinal);
        }

        await using (var closed = await McpChild.StartAsync(["--no-roots"], roots: [Pictures]))
            Assert.Contains("no folder is allowed", Mistake(await CallAsync(closed, Shelf)), StringComparison.Ordinal);
        await using (var rootless = await McpChild.StartAsync([]))
            Assert.Contains("no folder is allowed", Mistake(await CallAsync(rootless, Shelf)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_work_tells_how_far_it_is_and_ends_when_it_is_cancelled()
    {
        await using var client = await McpChild.StartAsync([]);
        var large = $"data:image/png;base64,{Convert.ToBase64String(TestPicture.Encode(1200, 1200))}";
        var reports = new List<ProgressNotificationValue>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var progress = new Receiver(report =>
        {
            lock (reports)
                reports.Add(report);
            if (report.Progress >= 2)
                stop.Cancel();
        });
        var arguments = new Dictionary<string, object?> { ["picture"] = large, ["what"] = "red circle", ["tiles"] = true };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => client.CallToolAsync("grounding_locate", arguments, progress, cancellationToken: stop.Token).AsTask());
        lock (reports)
        {
            Assert.True(reports.Count >= 2);
            // the client hands them over side by side, so that their order says nothing here
            Assert.Equal(reports.Count, reports.Select(report => report.Progress).Distinct().Count());
            Assert.Contains(reports, report => report.Total > 3 && report.Message!.StartsWith("Looking at part", StringComparison.Ordinal));
        }

        Assert.True(
            await CountAsync(client, $"data:image/png;base64,{Convert.ToBase64String(await File.ReadAllBytesAsync(Shelf, Token))}") > 0);
        lock (reports)
            reports.Clear();
        await Task.Delay(500, Token);
        Assert.Empty(reports);
    }

    [Fact]
    public async Task A_screen_is_offered_where_it_is_named()
    {
        await using var client = await McpChild.StartAsync(["--screen", "phone"]);
        var seen = await client.CallToolAsync("screens_see_screen", cancellationToken: Token);
        Assert.Equal(["text", "image"], seen.Content.Select(block => block.Type));
    }

    [Fact]
    public async Task Nothing_but_the_protocol_is_written_and_the_end_of_input_is_the_end()
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in new[] { McpChild.Program, "mcp", "--device", "cpu", "--files", Pictures })
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var notes = process.StandardError.ReadToEndAsync(Token);
        string[] messages =
        [
            """{"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "hand", "version": "1"}}}""",
            """{"jsonrpc": "2.0", "method": "notifications/initialized"}""",
            """{"jsonrpc": "2.0", "id": 2, "method": "tools/list"}""",
            """{"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "grounding_count", "arguments": {"picture": "shelf.png", "what": "red circles"}}}""",
            """{"jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": {"name": "grounding_count", "arguments": {"picture": "/etc/passwd", "what": "red circles"}}}""",
            """{"jsonrpc": "2.0", "id": 5, "method": "tools/call", "params": {"name": "dance"}}""",
            """{"jsonrpc": "2.0", "id": 6, "method": "resources/read", "params": {"uri": "qwen://drawings/1"}}""",
            """{"jsonrpc": "2.0", "id": 7, "method": "nonsense"}""",
        ];
        foreach (var message in messages)
            await process.StandardInput.WriteLineAsync(message);
        await process.StandardInput.FlushAsync(Token);
        var answers = new Dictionary<int, JsonElement>();
        while (answers.Count < 7)
        {
            var line = Assert.IsType<string>(await process.StandardOutput.ReadLineAsync(Token));
            var json = JsonSerializer.Deserialize<JsonElement>(line);
            Assert.Equal("2.0", json.GetProperty("jsonrpc").GetString());
            if (json.TryGetProperty("id", out var id))
                answers.Add(id.GetInt32(), json);
        }

        Assert.False(answers[3].GetProperty("result").TryGetProperty("isError", out var failed) && failed.GetBoolean());
        Assert.True(answers[4].GetProperty("result").GetProperty("isError").GetBoolean());
        Assert.All(
            new[] { 5, 6, 7 },
            id => Assert.True(
                answers[id].TryGetProperty("error", out _) || answers[id].GetProperty("result").GetProperty("isError").GetBoolean()));
        process.StandardInput.Close();
        await process.WaitForExitAsync(Token);
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync(Token));
        Assert.True(process.ExitCode == 0, await notes);
    }

    [Theory]
    [InlineData("no/such/model", "holds no checkpoint", ExitCode.Failure)]
    [InlineData("--files no/such/folder", "There is no folder 'no/such/folder'", ExitCode.Failure)]
    [InlineData("--screen toaster", "There is no screen 'toaster'", ExitCode.Usage)]
    public async Task What_cannot_be_offered_is_said_before_a_client_waits(string arguments, string message, int code)
    {
        var run = await CommandRun.StartAsync(["mcp", .. arguments.Split(' ')]);
        Assert.Equal(code, run.ExitCode);
        Assert.Equal("", run.Output);
        Assert.Contains(message, run.Notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_inspector_has_nothing_to_say()
    {
        string[] server = ["dotnet", McpChild.Program, "mcp", "--device", "cpu", "--files", Pictures, "--screen", "phone"];
        var listed = await McpInspector.RunAsync([.. server, "--method", "tools/list", "--strict"], Token);
        Assert.True(listed.ExitCode == 0, listed.Notes);
        Assert.DoesNotContain("warn", listed.Notes, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("grounding_locate", listed.Output, StringComparison.Ordinal);
        var called = await McpInspector.RunAsync(
            [
                .. server, "--method", "tools/call", "--tool-name", "grounding_count", "--tool-arg", "picture=shelf.png", "--tool-arg",
                "what=red circles"
            ], Token);
        Assert.True(called.ExitCode == 0, called.Notes);
        Assert.Contains("structuredContent", called.Output, StringComparison.Ordinal);
    }

    private static async Task<CallToolResult> CallAsync(McpClient client, string picture) => await client.CallToolAsync(
        "grounding_count", new Dictionary<string, object?> { ["picture"] = picture, ["what"] = "red circles" }, cancellationToken: Token);

    private static async Task<int> CountAsync(McpClient client, string picture)
    {
        var result = await CallAsync(client, picture);
        Assert.False(result.IsError ?? false, string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text)));
        return result.StructuredContent!.Value.GetProperty("count").GetInt32();
    }

    private static string Mistake(CallToolResult result)
    {
        Assert.True(result.IsError);
        return Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;
    }

    private sealed class Receiver(Action<ProgressNotificationValue> receive) : IProgress<ProgressNotificationValue>
    {
        public void Report(ProgressNotificationValue value) => receive(value);
    }
}
