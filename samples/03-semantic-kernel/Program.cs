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

// 2. A function that looks, used twice, and one that reckons with what was seen. (Points are pixels of the picture as the
//    model saw it, 224×224; 01-see shows the way back to the source.)
var star = await FindAsync("yellow star");
var triangle = await FindAsync("green triangle");
var relation = await kernel.InvokeAsync<string>("sight", "compare_places", new KernelArguments { ["first"] = star, ["second"] = triangle });
Console.WriteLine($"The yellow star, at ({star[0]}, {star[1]}), is {relation} the green triangle, at ({triangle[0]}, {triangle[1]}).");

async Task<int[]> FindAsync(string item)
{
    var arguments = new KernelArguments { ["picture"] = Path.Combine(pictures, "shapes.png"), ["item"] = item };
    return await kernel.InvokeAsync<int[]>("sight", "find_item", arguments) ?? throw new InvalidOperationException($"There is no {item}.");
}

// A larger checkpoint calls such functions by itself: give it
//   new QwenPromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() }
// The embedded model goes astray on results, and the last function reckons with two of them: here the program calls them.
