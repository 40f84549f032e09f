using System.ComponentModel;
using System.Globalization;
using Microsoft.SemanticKernel;
using Qwen.Perception;

namespace Qwen.Samples;

/// <summary>Knows what an order is. What it needs to see it asks of the kernel's other plugins.</summary>
public sealed class OrderPlugin
{
    /// <summary>Reads an order and looks whether a shelf holds it.</summary>
    [KernelFunction("check_order")]
    [Description("Reads an order and counts on the picture of a shelf what it wants.")]
    [return: Description("What is wanted, how many of it, and how many are there.")]
    public async Task<OrderCheck> CheckOrderAsync(
        Kernel kernel,
        [Description("Path of the order's picture: a name and a number.")] string order,
        [Description("Path of the shelf's picture.")] string shelf,
        CancellationToken cancellationToken)
    {
        var text = await kernel.InvokeAsync<TextResult>("Reading", "read_text", new() { ["picture"] = order }, cancellationToken);
        var words = string.Join(' ', text!.Lines).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words is not [.. var what, var number] || !int.TryParse(number, CultureInfo.InvariantCulture, out var wanted)
            || what.Length == 0)
            throw new InvalidOperationException($"The order says '{string.Join(' ', words)}', not what and how many.");

        var things = string.Join(' ', what).ToLowerInvariant();
        var count = await kernel.InvokeAsync<CountResult>(
            "Grounding", "count", new() { ["picture"] = shelf, ["what"] = things }, cancellationToken);
        return new OrderCheck(things, wanted, count!.Count ?? 0);
    }
}
