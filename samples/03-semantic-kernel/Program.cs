// One idea: the model as a kernel's chat completion service, and as the eyes of kernel functions.

using Microsoft.Extensions.DependencyInjection;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Qwen.Samples;
using Qwen.SemanticKernel;

var builder = Kernel.CreateBuilder();
builder.AddQwenChatCompletion(Path.Combine(AppContext.BaseDirectory, "models", "demo"));
builder.Plugins.AddFromType<SightPlugin>("sight");
var kernel = builder.Build();
var pictures = Path.Combine(AppContext.BaseDirectory, "pictures");

// 1. The service itself: a history with a picture in it.
var chat = kernel.GetRequiredService<IChatCompletionService>();
var history = new ChatHistory();
history.AddUserMessage(
[
    new ImageContent(await File.ReadAllBytesAsync(Path.Combine(pictures, "sign.png")), "image/png"),
    new TextContent("Read all the text in the image."),
]);
var answer = await chat.GetChatMessageContentAsync(history, new QwenPromptExecutionSettings { MaxTokens = 64 }, kernel);
Console.WriteLine($"The sign says: {answer.Content}");

// 2. A function that looks, and one that reckons with what was seen.
var items = await kernel.InvokeAsync<string[]>("sight", "list_items", new KernelArguments { ["picture"] = Path.Combine(pictures, "shapes.png") });
Console.WriteLine($"The picture shows: {string.Join(", ", items!)}");
var price = await kernel.InvokeAsync<decimal>("sight", "price_items", new KernelArguments { ["items"] = items, ["price_per_item"] = 2.50m });
Console.WriteLine($"At 2.50 each that is {price}");

// A larger checkpoint calls such functions by itself: give it
//   new QwenPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }
// The embedded model has never seen a tool in its prompt, so here the program calls them.
