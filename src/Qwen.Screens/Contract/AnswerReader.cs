using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI.Tools;
using Qwen.Shared.Answers;
using Qwen.Shared.Asking;

namespace Qwen.Screens.Contract;

/// <summary>Finds the call in an answer, however a model may have written it, and has it interpreted.</summary>
internal static class AnswerReader
{
    private const string SeveralCalls = "Took the first of several calls.";
    private const string NoTags = "Read a call that stood without its tags.";

    /// <summary>Reads an answer.</summary>
    /// <param name="contract">The contract it should follow.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="map">From the model's pixels to the screen's.</param>
    /// <param name="pointer">Where the pointer is.</param>
    public static ActionAnswer Read(ActionContract contract, string answer, CoordinateMap map, ScreenPoint? pointer)
    {
        var notes = new RepairLog();
        var (thought, call) = Find(contract, answer, notes);
        var result = new ActionAnswer { RawText = answer, Thought = thought, Notes = notes.Sentences };
        if (call is null)
            return result with
            {
                Problem = $"The answer holds no call: answer with one call of {contract.Name} between <tool_call> and </tool_call>."
            };
        if (call.Exception is { } broken)
            return result with
            {
                Problem = $"The call cannot be read: {broken.Message} Write it as one JSON object with \"name\" and \"arguments\"."
            };

        var arguments = ToJson(call);
        result = result with { Call = SpacedJson.Write(new JsonObject { ["name"] = call.Name, ["arguments"] = arguments }) };
        if (call.Name != contract.Name)
            return result with { Problem = $"There is no function '{call.Name}' here: the only one is {contract.Name}." };
        try
        {
            var decision = new CallInterpreter(contract, new ArgumentReader(arguments, map, notes), pointer).Interpret();
            return result with { Decision = decision, Notes = notes.Sentences };
        }
        catch (CallProblemException problem)
        {
            return result with { Problem = problem.Message, Notes = notes.Sentences };
        }
    }

    private static (string Thought, FunctionCallContent? Call) Find(ActionContract contract, string answer, RepairLog notes)
    {
        var parser = new ToolCallParser("call_", [contract.Name]);
        AIContent[] parts = [.. parser.Append(answer), .. parser.Flush(cut: false)];
        var calls = parts.OfType<FunctionCallContent>().ToList();
        if (calls.Count > 1)
            notes.Add(SeveralCalls);
        if (calls.Count > 0)
            return (CleanThought(string.Concat(parts.TakeWhile(part => part is TextContent))), calls[0]);

        var found = AnswerJson.Find(answer).Items().FirstOrDefault(item =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty("name", out _) && item.TryGetProperty("arguments", out _));
        if (found.ValueKind != JsonValueKind.Object)
            return (answer.Trim(), null);
        notes.Add(NoTags);
        var thought = CleanThought(answer[..Math.Max(0, answer.IndexOf('{', StringComparison.Ordinal))]);
        return (thought, ToolCallBlock.Read(found.GetRawText(), cut: false, () => "call_0") is [var call, ..] ? call : null);
    }

    private static string CleanThought(string text) => text
        .Replace("<thinking>", "", StringComparison.Ordinal)
        .Replace("</thinking>", "", StringComparison.Ordinal)
        .Replace("```json", "", StringComparison.Ordinal)
        .Trim();

    private static JsonObject ToJson(FunctionCallContent call)
    {
        var arguments = new JsonObject();
        foreach (var (key, value) in call.Arguments ?? new Dictionary<string, object?>())
            arguments[key] = value is JsonElement element ? JsonNode.Parse(element.GetRawText()) : null;
        return arguments;
    }
}
