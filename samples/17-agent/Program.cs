// One idea: an agent of Microsoft Agent Framework that sees, and whose session remembers what was said.

using System.ClientModel;
using Microsoft.Agents.AI;
using Microsoft.Extensions.AI;
using OpenAI;
using Qwen.Perception;
using Qwen.VisionLanguage;

// 1. Who sees: the embedded model, behind tools. They are plain AIFunctions, and go into an agent as they are. A planner names pictures by
//    path, so their folder is allowed; the fewer tools a small planner is shown, the better it chooses.
var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");
Directory.SetCurrentDirectory(pictures);
await using var model = await QwenModel.LoadAsync(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
using var eyes = model.AsIChatClient();
var options = new QwenPictureOptions { AllowedFolders = [pictures] };
AITool[] tools =
[
    .. new GroundingTasks(eyes, options).AsTools().Where(tool => tool.Name is "grounding_count" or "grounding_locate"),
    .. new ReadingTasks(eyes, options).AsTools().Where(tool => tool.Name is "reading_read_text"),
];

// 2. Who plans: the same model, unless these two variables name a server that speaks the OpenAI form. The embedded one takes its arguments
//    out of the request, one function at a time; a larger one also plans.
var address = Environment.GetEnvironmentVariable("QWENVL_PLANNER_URL");
var name = Environment.GetEnvironmentVariable("QWENVL_PLANNER_MODEL");
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none";
using IChatClient planner = address is null || name is null
    ? model.AsIChatClient()
    : new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(address) })
        .GetChatClient(name).AsIChatClient();
Console.WriteLine($"[{(address is null || name is null ? "the embedded model" : name)} plans]");

// 3. The agent.
var agent = planner.AsAIAgent("You answer questions about images. Use the tools when they help.", name: "clerk", tools: tools);
var session = await agent.CreateSessionAsync();
await AskAsync("How many circles are in shelf.png?");
await AskAsync("Where is the red circle in shelf.png?");

async Task AskAsync(string question)
{
    Console.WriteLine($"person  {question}");
    var response = await agent.RunAsync(question, session);
    foreach (var call in response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>())
    {
        var arguments = call.Arguments!.Select(argument => $"{argument.Key}: {argument.Value}");
        Console.WriteLine($"agent   calls {call.Name}({string.Join(", ", arguments)})");
    }

    Console.WriteLine($"agent   {response.Text}");
}
