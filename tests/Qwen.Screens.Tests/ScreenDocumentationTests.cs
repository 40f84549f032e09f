using Microsoft.Extensions.AI;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.Testing;

namespace Qwen.Screens.Tests;

/// <summary>The code of the page on screens; it runs here.</summary>
public class ScreenDocumentationTests
{
    [Fact]
    public void The_page_shows_this_code() =>
        ReadmeCode.AssertIsPartOf("docs/screens.md", "tests/Qwen.Screens.Tests/ScreenDocumentationTests.cs");

    [Fact]
    public async Task Guard_and_agent()
    {
        using IChatClient client = new ScriptedClient("""{"action": "terminate", "status": "success"}""");
        IScreenAudit? audit = null;
        using var stop = new CancellationTokenSource();

        await using var screen = new GuardedScreen(new SimulatedPhone(), new ScreenGuardOptions
        {
            Policy = new ScreenPolicy
            {
                Apps = [new AllowedApp("app.notes", "Notes")],
                Origins = [WebOrigin.Parse("https://example.com")],
                ForbiddenRegions = [new ForbiddenRegion(0, 0, 360, 24)],
            },
            Approve = async (request, cancellationToken) => await AskAPersonAsync(request, cancellationToken),
            Audit = audit,
            EmergencyStop = stop.Token,
        });

        var agent = new ScreenAgent(client, screen, new ScreenAgentOptions { MaxSteps = 20 });
        await foreach (var step in agent.RunAsync("Write a note that says hello."))
            Console.WriteLine($"{step.Number}. {step.Thought} {step.Attempt?.Outcome} {step.Stop}");

        Assert.Equal(ScreenRisk.Reversible, screen.Policy.Unasked);
    }

    private static ValueTask<bool> AskAPersonAsync(ApprovalRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(request.Risk < ScreenRisk.Confirm);
    }
}
