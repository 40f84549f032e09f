namespace Qwen.DemoModel.Tasks.Talks;

/// <summary>A request that one function fits.</summary>
/// <param name="Text">What the user says.</param>
/// <param name="Arguments">JSON values by name, in the order of the function's parameters.</param>
/// <param name="Result">What the function returns, as the conversation shows it; null where nothing is answered from it.</param>
/// <param name="Answer">What is said about the result.</param>
internal sealed record FunctionRequest(
    string Text, IReadOnlyList<(string Name, string Json)> Arguments, string? Result = null, string? Answer = null)
{
    /// <summary>The arguments as one JSON object.</summary>
    public string ArgumentsJson => $"{{{string.Join(", ", Arguments.Select(argument => $"\"{argument.Name}\": {argument.Json}"))}}}";
}
