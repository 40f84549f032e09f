using System.Text.RegularExpressions;
using Qwen.Testing;

namespace Qwen.Server.Tests.Hosting;

/// <summary>What Prometheus reads.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task Requests_are_counted_in_the_form_that_prometheus_reads()
    {
        var name = $"counted \"{Guid.NewGuid():N}\\";
        await using var server = await QwenServerHost.StartAsync([new QwenServedModel(name, new FixedAnswerClient("Hi."))]);
        using var http = new HttpClient { BaseAddress = server.Address };
        for (var i = 0; i < 3; i++)
            await http.PostAsync(
                new Uri("/v1/chat/completions", UriKind.Relative),
                DemoServer.Json("""{"messages": [{"role": "user", "content": "Hi"}]}"""));
        await http.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), DemoServer.Json("{}"));

        var text = await http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var label = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        Assert.Contains(
            $"qwen_server_request_duration_seconds_count{{operation=\"chat\",model=\"{label}\",status=\"200\"}} 3\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains("qwen_server_requests_running 0\n", text, StringComparison.Ordinal);
        Assert.All(
            text.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches(new Regex("""^(# (HELP|TYPE) .+|[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)+\})? [0-9.eE+-]+)$"""), line));
    }
}
