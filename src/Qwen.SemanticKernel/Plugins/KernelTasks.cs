using System.Collections.ObjectModel;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.Shared.Functions;

namespace Qwen.SemanticKernel.Plugins;

/// <summary>Makes a plugin of the functions that a task object offers to every framework.</summary>
internal static class KernelTasks
{
    /// <summary>
    /// The plugin: its name stands for the first part of the functions' names, as in Grounding and <c>grounding_locate</c>.
    /// </summary>
    public static KernelPlugin CreatePlugin(IReadOnlyList<AIFunction> tools, string name)
    {
        var group =
            string.Concat(name.Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{letter}" : $"{letter}")).ToLowerInvariant();
        return KernelPluginFactory.CreateFromFunctions(name, tools.Select(tool => CreateFunction(tool, tool.Name[(group.Length + 1)..])));
    }

    private static KernelFunction CreateFunction(AIFunction tool, string name)
    {
        // results stay objects in a kernel, whose callers ask for them by type
        var typed = tool.GetService<AIFunction>(TaskServiceKeys.Typed)!;
        var described = typed.AsKernelFunction().Metadata;
        return KernelFunctionFactory.CreateFromMethod(InvokeAsync, new KernelFunctionFromMethodOptions
        {
            FunctionName = name,
            Description = described.Description,
            Parameters = described.Parameters,
            ReturnParameter = described.ReturnParameter,
            AdditionalMetadata = new ReadOnlyDictionary<string, object?>(
                new Dictionary<string, object?>(typed.AdditionalProperties)),
        });

        async Task<object?> InvokeAsync(Kernel kernel, KernelArguments arguments, CancellationToken cancellationToken)
        {
            var given = arguments.ToDictionary(
                argument => argument.Key, argument => argument.Value is { } value ? KernelValues.FromKernel(value) ?? value : null);
            var result = await typed
                .InvokeAsync(new AIFunctionArguments(given) { Services = kernel.Services }, cancellationToken).ConfigureAwait(false);
            return KernelValues.ToKernel(result);
        }
    }
}
