using System.ComponentModel;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Qwen.Samples;

/// <summary>Functions over pictures; the kernel's chat completion service does the looking.</summary>
public sealed class SightPlugin
{
    /// <summary>Asks the model for every item and returns their names.</summary>
    [KernelFunction("list_items")]
    [Description("Lists the items that a picture shows.")]
    public async Task<string[]> ListItemsAsync(
        Kernel kernel, [Description("Path of the picture.")] string picture, CancellationToken cancellationToken)
    {
        var history = new ChatHistory();
        history.AddUserMessage(
        [
            new ImageContent(await File.ReadAllBytesAsync(picture, cancellationToken), "image/png"),
            new TextContent("Locate every item in the image, output the bbox coordinates in JSON format."),
        ]);
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var answer = await chat.GetChatMessageContentAsync(history, cancellationToken: cancellationToken);
        using var json = JsonDocument.Parse(answer.Content!.Replace("```json", "").Replace("```", ""));
        return [.. json.RootElement.EnumerateArray().Select(item => item.GetProperty("label").GetString()!)];
    }

    /// <summary>Plain arithmetic: not every function needs a model.</summary>
    [KernelFunction("price_items")]
    [Description("Adds up what a list of items costs.")]
    public static decimal PriceItems(
        [Description("Names of the items.")] string[] items, [Description("Price of one item.")] decimal price_per_item)
        => items.Length * price_per_item;
}
