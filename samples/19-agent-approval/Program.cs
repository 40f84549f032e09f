// One idea: an agent may look at a phone as it likes, but a person says yes before anything on it is touched.

using System.ClientModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using Qwen.Samples;
using Qwen.Screens;
using Qwen.Screens.Simulated;
using Qwen.VisionLanguage;

// 1. A phone that exists only here. Its guard is the outer limit: whatever a person says, nothing but Notes is ever touched.
await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var eyes = model.AsIChatClient();
await using var phone = new GuardedScreen(new SimulatedPhone(SimulatedPhoneOptions.Small), new ScreenGuardOptions
{
    Policy = new ScreenPolicy { Apps = [new AllowedApp("app.launcher"), new AllowedApp("app.notes", "Notes")] },
});
var screens = new ScreensTasks(eyes, phone, new ScreenAgentOptions { Form = PromptForm.Short });

// 2. The agent. Code stands in for a planning model, unless two variables name a server that speaks the OpenAI form.
var address = Environment.GetEnvironmentVariable("QWENVL_PLANNER_URL");
var name = Environment.GetEnvironmentVariable("QWENVL_PLANNER_MODEL");
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none";
using IChatClient planner = address is null || name is null
    ? new StandIn()
    : new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(address) })
        .GetChatClient(name).AsIChatClient();
Console.WriteLine(planner is StandIn ? "[code stands in for a planning model]" : $"[{name} plans]");
var agent = planner.AsAIAgent(
    instructions: "Do what the person asks on the phone: look first, find what to tap, tap it.",
    tools: [.. screens.AsTools(requireApproval: true)]);

// 3. What would touch the phone comes back as a request. The person at this terminal answers it; without one, only Notes is opened.
var session = await agent.CreateSessionAsync();
var response = await agent.RunAsync("Open Notes, then the shop.", session);
while (response.Messages.SelectMany(message => message.Contents).OfType<ToolApprovalRequestContent>().ToList() is { Count: > 0 } requests)
{
    List<AIContent> answers = [];
    foreach (var request in requests)
    {
        var call = (FunctionCallContent)request.ToolCall;
        var what = $"{call.Name}({string.Join(", ", call.Arguments!.Select(argument => $"{argument.Key}: {argument.Value}"))})";
        var yes = Console.IsInputRedirected ? what.Contains("Notes", StringComparison.Ordinal) : Ask(what);
        Console.WriteLine($"{what}: {(yes ? "approved" : "refused")}");
        answers.Add(request.CreateResponse(yes));
    }

    response = await agent.RunAsync(new ChatMessage(ChatRole.User, answers), session);
}

Console.WriteLine($"agent: {response.Text}");
Console.WriteLine($"phone: {(await phone.CaptureAsync()).Place?.App} is in the foreground");

static bool Ask(string what)
{
    Console.Write($"May the agent call {what}? [y/N] ");
    return Console.ReadLine()?.Trim() is "y" or "Y" or "yes";
}
