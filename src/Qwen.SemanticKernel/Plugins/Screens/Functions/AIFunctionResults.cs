using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.SemanticKernel.Plugins.Screens.Functions;

/// <summary>Results of functions as JSON, which is what a model reads.</summary>
internal static class AIFunctionResults
{
    /// <summary>The result as JSON; null stays null.</summary>
    public static object? ToJson(object? result, Type? type) =>
        result is null ? null : JsonSerializer.SerializeToElement(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(type ?? result.GetType()));
}
