using System.Collections.ObjectModel;
using System.Reflection;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Qwen.SemanticKernel.Plugins.Functions;
using Qwen.SemanticKernel.Registration;

namespace Qwen.SemanticKernel.Plugins.Screens.Functions;

/// <summary>Makes functions of the plugin's methods: for kernels, and for chat clients without a kernel.</summary>
internal static class ScreenFunctions
{
    /// <summary>The functions for a kernel.</summary>
    public static KernelPlugin CreatePlugin(ScreensPlugin plugin, string name) => KernelPluginFactory.CreateFromFunctions(
        name,
        Methods().Select(method => MistakeReporting.Wrap(KernelFunctionFactory.CreateFromMethod(
            method.Method,
            plugin,
            new KernelFunctionFromMethodOptions
            {
                AdditionalMetadata = new ReadOnlyDictionary<string, object?>(new Dictionary<string, object?>(method.Hints.ToProperties())),
            }))));

    /// <summary>The functions as tools, whose pictures reach the model as pictures.</summary>
    /// <param name="plugin">The plugin.</param>
    /// <param name="requireApproval">Whether those that change something are handed over for approval first.</param>
    public static IReadOnlyList<AIFunction> CreateTools(ScreensPlugin plugin, bool requireApproval) =>
    [
        .. Methods().Select(method =>
        {
            AIFunction function = new ReportingFunction(AIFunctionFactory.Create(method.Method, plugin, new AIFunctionFactoryOptions
            {
                Name = method.Name,
                AdditionalProperties = method.Hints.ToProperties(),
                MarshalResult = (result, type, _) => ValueTask.FromResult(result is IEnumerable<KernelContent> content
                    ? content.Select(item => (AIContent)KernelResultConverter.Convert(item)!).ToList()
                    : AIFunctionResults.ToJson(result, type)),
            }));
            return requireApproval && !method.Hints.ReadsOnly ? new ApprovalRequiredAIFunction(function) : function;
        }),
    ];

    private static IEnumerable<(MethodInfo Method, string Name, FunctionHintsAttribute Hints)> Methods() =>
        typeof(ScreensPlugin).GetMethods()
            .Select(method => (Method: method, Function: method.GetCustomAttribute<KernelFunctionAttribute>(), Hints: method.GetCustomAttribute<FunctionHintsAttribute>()))
            .Where(method => method.Function is not null)
            .Select(method => (method.Method, method.Function!.Name!, method.Hints!));
}
