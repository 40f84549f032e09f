using System.ComponentModel;
using System.Text.Json;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;

namespace Qwen.Samples;

/// <summary>Functions over pictures; the kernel's chat completion service does the looking.</summary>
public sealed class SightPlugin
{
    /// <summary>Asks the model for a point; null when it sees no such item.</summary>
    [KernelFunction("find_item")]
    [Description("Finds an item in a picture and returns the point where it is, [x, y].")]
    public async Task<int[]?> FindItemAsync(
        Kernel kernel,
        [Description("Path of the picture.")] string picture,
        [Description("What to look for, for example 'red circle'.")] string item,
        CancellationToken cancellationToken)
    {
        var history = new ChatHistory();
        history.AddUserMessage(
        [
            new ImageContent(await File.ReadAllBytesAsync(picture, cancellationToken), "image/png"),
            new TextContent($"Point to the {item}, output its coordinates in JSON format."),
        ]);
        var chat = kernel.GetRequiredService<IChatCompletionService>();
        var answer = await chat.GetChatMessageContentAsync(history, cancellationToken: cancellationToken);
        using var json = JsonDocument.Parse(answer.Content!.Replace("```json", "").Replace("```", ""));
        return json.RootElement.EnumerateArray()
            .Select(found => found.GetProperty("point_2d").EnumerateArray().Select(v => v.GetInt32()).ToArray())
            .FirstOrDefault();
    }

    /// <summary>Says in words where one point lies, seen from another. Not every function needs a model.</summary>
    [KernelFunction("compare_places")]
    [Description("Says where the first point lies, seen from the second.")]
    public static string ComparePlaces(
        [Description("First point, [x, y].")] int[] first, [Description("Second point, [x, y].")] int[] second)
    {
        var (right, down) = (first[0] - second[0], first[1] - second[1]);
        return Math.Abs(right) > Math.Abs(down)
            ? right > 0 ? "to the right of" : "to the left of"
            : down > 0 ? "below" : "above";
    }
}
