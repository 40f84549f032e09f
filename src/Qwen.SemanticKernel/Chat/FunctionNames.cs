using Microsoft.SemanticKernel;

namespace Qwen.SemanticKernel.Chat;

/// <summary>A function has two names in a kernel, and one before the model: <c>Lamp_is_on</c> is <c>is_on</c> of the plugin Lamp.</summary>
internal static class FunctionNames
{
    /// <summary>Gives the calls of an answer the names that they have in the kernel; calls of unknown functions stay as they are.</summary>
    public static void Split(ChatMessageContent answer, Kernel? kernel)
    {
        if (kernel is null)
            return;
        for (var i = 0; i < answer.Items.Count; i++)
        {
            if (answer.Items[i] is FunctionCallContent { PluginName: null or "" } call && Find(call.FunctionName, kernel) is { } function)
                answer.Items[i] = Rename(call, function.Name, function.PluginName);
        }
    }

    /// <summary>The call under the name that the model knows.</summary>
    public static FunctionCallContent Join(FunctionCallContent call) =>
        string.IsNullOrEmpty(call.PluginName) ? call : Rename(call, $"{call.PluginName}_{call.FunctionName}", null);

    private static KernelFunction? Find(string name, Kernel kernel) => kernel.Plugins
        .SelectMany(plugin => plugin)
        .FirstOrDefault(function => $"{function.PluginName}_{function.Name}" == name);

    private static FunctionCallContent Rename(FunctionCallContent call, string name, string? plugin) =>
        new(name, plugin, call.Id, call.Arguments)
        {
            Exception = call.Exception,
            InnerContent = call.InnerContent,
            Metadata = call.Metadata,
            ModelId = call.ModelId,
        };
}
