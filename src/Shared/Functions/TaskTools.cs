using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Media;

namespace Qwen.Shared.Functions;

/// <summary>
/// Makes functions for models out of an object's methods: those with a <see cref="DisplayNameAttribute"/>, which is the function's
/// name behind the name of its group, as in <c>grounding_locate</c>.
/// </summary>
internal static class TaskTools
{
    // what no attribute says otherwise of looks at what it is given, and at nothing else
    private static readonly ToolHintsAttribute LooksOnly = new(readsOnly: true, destructive: false, reachesOut: false);

    /// <summary>The functions, in the order in which the methods are written.</summary>
    /// <param name="tasks">The object.</param>
    /// <param name="group">First part of every name.</param>
    /// <param name="requireApproval">Whether those that change something are handed over for approval first.</param>
    public static IReadOnlyList<AIFunction> Create(object tasks, string group, bool requireApproval = false) =>
    [
        .. tasks.GetType().GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Select(method => (Method: method, Name: method.GetCustomAttribute<DisplayNameAttribute>()?.DisplayName))
            .Where(method => method.Name is not null)
            .OrderBy(method => method.Method.MetadataToken)
            .Select(method => CreateOne(tasks, method.Method, $"{group}_{method.Name}", requireApproval)),
    ];

    private static AIFunction CreateOne(object tasks, MethodInfo method, string name, bool requireApproval)
    {
        var hints = method.GetCustomAttribute<ToolHintsAttribute>() ?? LooksOnly;
        var media = method.GetParameters()
            .Where(parameter => IsMedia(parameter.ParameterType))
            .ToDictionary(parameter => parameter.Name!, parameter => parameter.ParameterType != typeof(MediaSource));
        var inner = AIFunctionFactory.Create(method, tasks, new AIFunctionFactoryOptions
        {
            Name = name,
            AdditionalProperties = new Dictionary<string, object?>(hints.ToProperties()) { [TaskServiceKeys.Media] = media },
            // the object itself: the wrapper makes JSON of it, and a host of the same process takes it as it is
            MarshalResult = (result, _, _) => ValueTask.FromResult(result),
            JsonSchemaCreateOptions = new AIJsonSchemaCreateOptions { TransformSchemaNode = DescribeType },
        });
        AIFunction function = new TaskFunction(inner, media);
        return requireApproval && !hints.ReadsOnly ? new ApprovalRequiredAIFunction(function) : function;
    }

    private static bool IsMedia(Type type) => type == typeof(MediaSource) || type == typeof(IReadOnlyList<MediaSource>);

    // a picture or video may be anything in memory, but a model can only name it; JSON that is asked for is an object
    private static JsonNode DescribeType(AIJsonSchemaCreateContext context, JsonNode schema)
    {
        var type = context.TypeInfo.Type;
        if (!IsMedia(type) && type != typeof(JsonElement))
            return schema;
        var described = new JsonObject();
        if (schema is JsonObject full && full["description"] is { } description)
            described["description"] = description.DeepClone();
        described["type"] = IsMedia(type) ? "string" : "object";
        return described;
    }
}
