using ModelContextProtocol.Protocol;
using Qwen.Screens;

namespace Qwen.Server.Tests.Mcp;

/// <summary>What every tool does to the world: the one table.</summary>
public sealed class ToolHintTests
{
    // reads: it changes nothing; destroys: it may change what cannot be changed back; reaches out: it may act on more than this machine
    private static readonly Dictionary<string, string> Table = new()
    {
        ["grounding_locate"] = "reads",
        ["grounding_locate_and_draw"] = "reads",
        ["grounding_point"] = "reads",
        ["grounding_count"] = "reads",
        ["grounding_describe_each"] = "reads",
        ["recognition_recognise"] = "reads",
        ["recognition_ask"] = "reads",
        ["recognition_compare"] = "reads",
        ["reading_read_text"] = "reads",
        ["reading_spot_lines"] = "reads",
        ["reading_extract_fields"] = "reads",
        ["reading_extract"] = "reads",
        ["reading_read_table"] = "reads",
        ["documents_parse_page"] = "reads",
        ["documents_parse_document"] = "reads",
        ["documents_read_document"] = "reads",
        ["videos_describe"] = "reads",
        ["videos_ask"] = "reads",
        ["videos_caption"] = "reads",
        ["videos_list_events"] = "reads",
        ["videos_find_event"] = "reads",
        ["videos_read_text"] = "reads",
        ["videos_summarise"] = "reads",
        ["video_index_search"] = "reads",
        ["video_index_add"] = "adds",
        ["video_index_list"] = "reads",
        ["screens_see_screen"] = "reads",
        ["screens_find_on_screen"] = "reads",
        ["screens_wait"] = "reads",
        ["screens_scroll"] = "adds",
        ["screens_open_app"] = "adds, reaches out",
        ["screens_tap"] = "destroys, reaches out",
        ["screens_double_tap"] = "destroys, reaches out",
        ["screens_long_press"] = "destroys, reaches out",
        ["screens_swipe"] = "destroys, reaches out",
        ["screens_type_text"] = "destroys, reaches out",
        ["screens_press"] = "destroys, reaches out",
        ["screens_do_task"] = "destroys, reaches out",
    };

    [Fact]
    public async Task Every_tool_has_its_line()
    {
        await using var offer = new Offer();
        var tools = await ListAsync(offer.Configure);
        Assert.Equal(Table.Keys.Order(), tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.Equal((tool.Name, Table[tool.Name]), (tool.Name, Describe(tool.Annotations!))));
    }

    [Fact]
    public async Task Screens_and_an_index_are_offered_only_where_the_host_has_them()
    {
        await using var offer = new Offer();
        var tools = await ListAsync(options => options.Client = offer.Client);
        Assert.DoesNotContain(tools, tool =>
            tool.Name.StartsWith("screens_", StringComparison.Ordinal) || tool.Name.StartsWith("video_index_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_screen_on_which_nothing_is_allowed_can_only_be_looked_at()
    {
        await using var offer = new Offer(ScreenPolicy.LookOnly);
        var tools = await ListAsync(offer.Configure);
        Assert.Equal(
            ["screens_find_on_screen", "screens_see_screen", "screens_wait"],
            tools.Select(tool => tool.Name).Where(name => name.StartsWith("screens_", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Every_tool_has_a_title_a_description_and_typed_parameters()
    {
        await using var offer = new Offer();
        Assert.All(await ListAsync(offer.Configure), tool =>
        {
            Assert.Matches("^[A-Z][a-z ]+ \\([a-z ]+\\)$", tool.Title!);
            Assert.NotEmpty(tool.Description!);
            Assert.All(tool.InputSchema.GetProperty("properties").EnumerateObject(), parameter =>
            {
                Assert.True(
                    parameter.Value.TryGetProperty("type", out _) || parameter.Value.TryGetProperty("anyOf", out _),
                    $"{tool.Name}: {parameter.Name}");
                Assert.True(parameter.Value.TryGetProperty("description", out _), $"{tool.Name}: {parameter.Name}");
            });
            if (tool.OutputSchema is { } output)
                Assert.Equal("object", output.GetProperty("type").GetString());
        });
    }

    private static async Task<IReadOnlyList<Tool>> ListAsync(Action<QwenToolOptions> configure)
    {
        await using var host = await McpHost.StartAsync(configure);
        await using var client = await host.ConnectAsync();
        return [
            .. (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.ProtocolTool)
        ];
    }

    private static string Describe(ToolAnnotations hints) =>
        (hints.ReadOnlyHint!.Value ? "reads" : hints.DestructiveHint!.Value ? "destroys" : "adds")
        + (hints.ReadOnlyHint.Value && hints.DestructiveHint!.Value ? " and destroys" : "")
        + (hints.OpenWorldHint!.Value ? ", reaches out" : "");
}
