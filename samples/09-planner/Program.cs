// One idea: an agent that plans calls our functions, and one of them is made of others.

using System.ClientModel;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using OpenAI;
using Qwen.Perception;
using Qwen.Samples;

using FunctionCallContent = Microsoft.Extensions.AI.FunctionCallContent;
using FunctionResultContent = Microsoft.Extensions.AI.FunctionResultContent;

var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");

// The kernel: a local model that sees, the plugins over it, and a function of our own that is composed of theirs. A model names
// pictures by path, so their folder is allowed.
var builder = Kernel.CreateBuilder();
builder.AddQwenChatCompletion(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
var options = new QwenPictureOptions { AllowedFolders = [pictures] };
builder.Plugins.AddQwenGrounding(options: options);
builder.Plugins.AddQwenReading(options: options);
builder.Plugins.AddFromType<OrderPlugin>("Orders");
var kernel = builder.Build();

// The agent: any model that can plan. A few lines of code stand for it, because the embedded model calls one function well and goes astray
// on the long results of these, unless two variables name a server that speaks the OpenAI form. They get to see the functions' schemas
// and results, as a model would.
var address = Environment.GetEnvironmentVariable("QWENVL_PLANNER_URL");
var name = Environment.GetEnvironmentVariable("QWENVL_PLANNER_MODEL");
var key = Environment.GetEnvironmentVariable("OPENAI_API_KEY") ?? "none";
IChatClient planner = address is null || name is null
    ? new PlannedAgent()
    : new OpenAIClient(new ApiKeyCredential(key), new OpenAIClientOptions { Endpoint = new Uri(address) })
        .GetChatClient(name).AsIChatClient();
Console.WriteLine(planner is PlannedAgent ? "[code stands in for a planning model]" : $"[{name} plans]");
using IChatClient agent = planner.AsBuilder().UseFunctionInvocation().Build();
var tools = kernel.Plugins.SelectMany(plugin => plugin).Select(function => function.WithKernel(kernel));
var response = await agent.GetResponseAsync(
    $"Does the shelf ({Path.Combine(pictures, "shelf.png")}) hold what the order ({Path.Combine(pictures, "order.png")}) wants?",
    new ChatOptions { Tools = [.. tools] });

foreach (var content in response.Messages.SelectMany(message => message.Contents))
{
    Console.WriteLine(content switch
    {
        FunctionCallContent call => $"agent calls  {call.Name}({Write(call.Arguments!)})",
        FunctionResultContent result => $"it returns   {Shorten(JsonSerializer.Serialize(result.Result))}",
        _ => $"agent says   {content}",
    });
}

static string Write(IDictionary<string, object?> arguments) =>
    string.Join(", ", arguments.Select(argument => $"{argument.Key}: {Path.GetFileName($"{argument.Value}")}"));

static string Shorten(string text) => text.Length <= 200 ? text : text[..200] + " …";
