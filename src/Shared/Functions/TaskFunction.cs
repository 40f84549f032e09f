using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.VisionLanguage;

namespace Qwen.Shared.Functions;

/// <summary>
/// A task as a model calls it: the result is JSON or content, a picture of the conversation is found by its number, and a mistake in the
/// arguments comes back as <see cref="ErrorContent"/> with a sentence that the model can act on. Anything else, a lost connection or a
/// bug, stays an exception.
/// </summary>
/// <param name="inner">Returns the result as it is.</param>
/// <param name="media">Names of the parameters that take pictures or videos, and whether each takes a list.</param>
/// <param name="typed">Whether the result stays the object that the method returned.</param>
internal sealed class TaskFunction(AIFunction inner, IReadOnlyDictionary<string, bool> media, bool typed = false)
    : DelegatingAIFunction(inner)
{
    /// <inheritdoc/>
    /// <remarks>Under <see cref="TaskServiceKeys.Typed"/> the function whose result is the object itself.</remarks>
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(AIFunction) && serviceKey is TaskServiceKeys.Typed
            ? new TaskFunction(InnerFunction, media, typed: true)
            : base.GetService(serviceType, serviceKey);

    /// <inheritdoc/>
    protected override async ValueTask<object?> InvokeCoreAsync(AIFunctionArguments arguments, CancellationToken cancellationToken)
    {
        try
        {
            return ToResult(await base.InvokeCoreAsync(FindMedia(arguments), cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException error)
        {
            return new ErrorContent(FindMisfit(arguments) ?? error.Message);
        }
        catch (Exception error) when (error is QwenException or ArgumentException)
        {
            return new ErrorContent(error.Message);
        }
    }

    // the serializer says what it could not read, but not of which argument
    private string? FindMisfit(AIFunctionArguments arguments)
    {
        var parameters = JsonSchema.GetProperty("properties");
        foreach (var parameter in UnderlyingMethod?.GetParameters() ?? [])
        {
            var name = parameter.Name!;
            if (media.ContainsKey(name) || !arguments.TryGetValue(name, out var value) || !parameters.TryGetProperty(name, out var schema))
                continue;
            var json = value as JsonElement?
                ?? JsonSerializer.SerializeToElement(value, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(object)));
            try
            {
                json.Deserialize(AIJsonUtilities.DefaultOptions.GetTypeInfo(parameter.ParameterType));
            }
            catch (JsonException)
            {
                var text = json.GetRawText();
                return $"'{name}' is {(text.Length <= 60 ? text : text[..57] + "...")}, which is not what it takes: {Describe(schema)}.";
            }
        }

        return null;
    }

    private static string Describe(JsonElement schema) =>
        schema.TryGetProperty("enum", out var values) ? string.Join(", ", values.EnumerateArray().Select(value => value.GetRawText()))
        : schema.TryGetProperty("type", out var type) ? type.GetRawText()
        : schema.GetRawText();

    private object? ToResult(object? result) => typed || result is null or string or AIContent or IEnumerable<AIContent>
        ? result
        : JsonSerializer.SerializeToElement(result, AIJsonUtilities.DefaultOptions.GetTypeInfo(result.GetType()));

    private AIFunctionArguments FindMedia(AIFunctionArguments arguments)
    {
        AIFunctionArguments? changed = null;
        foreach (var (name, isList) in media)
        {
            if (!arguments.TryGetValue(name, out var value))
                continue;
            changed ??= new AIFunctionArguments(arguments) { Services = arguments.Services, Context = arguments.Context };
            changed[name] = isList ? MediaArgument.ToList(value) : MediaArgument.ToSource(value);
        }

        return changed ?? arguments;
    }
}
