// One idea: an agent of Microsoft Agent Framework that sees, and whose session remembers what it was shown.

using System.ClientModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using Qwen.Perception;
using Qwen.Samples;
using Qwen.VisionLanguage;

// 1. Who sees: the embedded model, behind tools. They are plain AIFunctions, and go into an agent as they are.
var folder = AppContext.BaseDirectory;
await using var model = await QwenModel.LoadAsync(Path.Combine(folder, "models", "demo"));
using var eyes = model.AsIChatClient();
AITool[] tools = [.. new GroundingTasks(eyes).AsTools(), .. new ReadingTasks(eyes).AsTools()];

// 2. Who plans: any model that can choose functions. The embedded one goes astray on their long results, so a few lines of code stand in,
//    unless these two variables name a server that speaks the OpenAI form.
var address = Environment.GetEnvironmentVariable("QWENVL_PLANNER_URL");
var name = Environment.GetEnvironmentVariable("QWENVL_PLANNER_MODEL");
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none";
using IChatClient planner = address is null || name is null
    ? new StandIn()
    : new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(address) })
        .GetChatClient(name).AsIChatClient();
Console.WriteLine(planner is StandIn ? "[code stands in for a planning model]" : $"[{name} plans]");

// 3. The agent. A picture is named by its number in the conversation, also turns later.
var agent = planner.AsAIAgent(
    instructions: "Answer questions about pictures with your tools. The first picture of the conversation is 'picture 1'.",
    name: "clerk",
    tools: tools);
var session = await agent.CreateSessionAsync();
var shelf = new DataContent(await File.ReadAllBytesAsync(Path.Combine(folder, "pictures", "shelf.png")), "image/png");
await AskAsync(new ChatMessage(ChatRole.User, [shelf, new TextContent("How many circles are on this shelf?")]));
await AskAsync(new ChatMessage(ChatRole.User, "Where is the red circle?"));

async Task AskAsync(ChatMessage question)
{
    Console.WriteLine($"person  {question.Text}");
    var response = await agent.RunAsync(question, session);
    foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
    {
        var arguments = call.Arguments!.Select(argument => $"{argument.Key}: {argument.Value}");
        Console.WriteLine($"agent   calls {call.Name}({string.Join(", ", arguments)})");
    }

    Console.WriteLine($"agent   {response.Text}");
}
