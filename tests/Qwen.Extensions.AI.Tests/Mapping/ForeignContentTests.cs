using Microsoft.Extensions.AI;
using static Qwen.Extensions.AI.Tests.Mapping.Mapped;

namespace Qwen.Extensions.AI.Tests.Mapping;

/// <summary>What other services and middleware leave in a conversation does not end it.</summary>
public class ForeignContentTests
{
    [Fact]
    public async Task Calls_that_ran_elsewhere_are_calls_with_results()
    {
        var turns = await MapAsync(
            User(new TextContent("Do.")),
            Assistant(
                new McpServerToolCallContent("1", "search", "docs") { Arguments = new Dictionary<string, object?> { ["q"] = "cat" } },
                new McpServerToolResultContent("1") { Outputs = [new TextContent("a cat"), Picture(56, 56)] },
                new WebSearchToolCallContent("2") { Queries = ["cats"] },
                new WebSearchToolResultContent("2") { Outputs = [new UriContent("https://example.org/cat", "text/html")] },
                new CodeInterpreterToolCallContent("3") { Inputs = [new DataContent("1+1"u8.ToArray(), "text/x-python")] },
                new CodeInterpreterToolResultContent("3")
                {
                    Outputs = [new TextContent("2"), new HostedFileContent("file-7") { Name = "plot.csv" }, new ErrorContent("late")],
                },
                new ImageGenerationToolCallContent("4"),
                new ImageGenerationToolResultContent("4")
                {
                    Outputs = [Picture(84, 56), new UriContent("https://example.org/made.png", "image/png")],
                },
                new TextContent("Done.")),
            User(new TextContent("And?")));
        Assert.Equal(
        [
            "User: Do.",
            """Assistant: <search({"q":"cat"})>""", "Tool: {a cat[56×56]}",
            """Assistant: <web_search({"queries":["cats"]})>""", "Tool: {https://example.org/cat\n}",
            """Assistant: <code_interpreter({"inputs":["1+1"]})>""",
            "Tool: {2[The file 'plot.csv', which another service keeps]Error: late}",
            "Assistant: <image_generation({})>",
            "Tool: {[84×56][image/png at https://example.org/made.png, which is not shown here]}",
            "Assistant: Done.", "User: And?",
        ], Describe(turns));
    }

    [Fact]
    public async Task What_earlier_turns_hold_is_named_where_it_cannot_be_shown()
    {
        var turns = await MapAsync(
            User(new HostedFileContent("file-1"), new TextContent("Sum it.")),
            Assistant(
                new DataContent(new byte[] { 1, 2 }, "audio/wav") { Name = "spoken.wav" },
                new HostedVectorStoreContent("s"), new Strange()),
            User(new TextContent("And?")));
        Assert.Equal(
        [
            "User: [The file 'file-1', which another service keeps]Sum it.",
            "Assistant: [audio/wav 'spoken.wav', which is not shown here][The store 's', which another service keeps]"
                + "[Strange, which is not shown here]",
            "User: And?",
        ], Describe(turns));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Approvals_whose_call_has_run_say_nothing(bool approved)
    {
        var request = new ToolApprovalRequestContent("r", Call("1", "open"));
        var turns = await MapAsync(
            User(new TextContent("Open.")), Assistant(request), User(request.CreateResponse(approved)), Assistant(Call("1", "open")),
            Result("done"), Assistant(new TextContent("It is open.")), User(new TextContent("Thanks.")));
        Assert.Equal(
            ["User: Open.", "Assistant: ", "User: ", "Assistant: <open({})>", "Tool: {done}", "Assistant: It is open.", "User: Thanks."],
            Describe(turns));
    }

    [Fact]
    public async Task A_refused_approval_is_told_to_the_model()
    {
        var request = new ToolApprovalRequestContent("r", Call("1", "open"));
        var turns = await MapAsync(User(new TextContent("Open.")), Assistant(request), User(request.CreateResponse(false, "too late")));
        Assert.Equal(["User: Open.", "Assistant: <open({})>", "Tool: {The call was not approved: too late.}"], Describe(turns));
    }

    [Fact]
    public async Task An_approval_that_nobody_gave_or_acted_on_is_said()
    {
        var request = new ToolApprovalRequestContent("r", Call("1", "open"));
        var error = await RefusalAsync(User(new TextContent("Open.")), Assistant(request), User(new TextContent("Well?")));
        Assert.Contains("Part 1 of message 2 (assistant) asks whether 'open' may be called", error, StringComparison.Ordinal);
        error = await RefusalAsync(User(new TextContent("Open.")), Assistant(request), User(request.CreateResponse(true)));
        Assert.Contains("UseFunctionInvocation", error, StringComparison.Ordinal);
    }

    private sealed class Strange : AIContent;
}
