using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;

namespace Qwen.Shared.Answers;

/// <summary>
/// Reads what stands between <c>&lt;tool_call&gt;</c> and its end: usually one object, sometimes several, sometimes broken.
/// </summary>
internal static partial class ToolCallBlock
{
    /// <summary>The calls of a block. What cannot be read becomes a call with an exception; nothing is thrown.</summary>
    /// <param name="block">The text without its tags.</param>
    /// <param name="cut">Whether the answer was cut off inside the block, so that an unclosed bracket means lost text.</param>
    /// <param name="nextId">Gives each call its id.</param>
    public static IReadOnlyList<FunctionCallContent> Read(string block, bool cut, Func<string> nextId)
    {
        if (string.IsNullOrWhiteSpace(block))
            return [];

        List<FunctionCallContent> calls = [];
        var position = Math.Max(0, block.IndexOf('{'));
        while (position < block.Length)
        {
            if (block[position] != '{')
            {
                if (char.IsWhiteSpace(block[position]) || block[position] is ',' or ']' or '}')
                {
                    position++;
                    continue;
                }

                break;
            }

            var start = position;
            if (!LenientJson.TryRead(block, ref position, out var value, out var closed))
            {
                calls.Add(Unreadable(block[start..], cut ? CutMessage : "The arguments are not JSON.", nextId));
                return calls;
            }

            calls.Add(ToCall(value, block[start..position], lost: cut && !closed, nextId));
        }

        return calls.Count > 0 ? calls : [Unreadable(block, cut ? CutMessage : "The call is not a JSON object.", nextId)];
    }

    private const string CutMessage = "The answer ended before the call was complete.";

    private static FunctionCallContent ToCall(JsonElement call, string raw, bool lost, Func<string> nextId)
    {
        if (call.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object)
            call = function;
        if (!call.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
            return Unreadable(raw, lost ? CutMessage : "The call names no function.", nextId);
        if (!call.TryGetProperty("arguments", out var arguments))
            call.TryGetProperty("parameters", out arguments);

        var content = FunctionCallContent.CreateFromParsedArguments(
            arguments, nextId(), name.GetString()!, element => lost ? throw new JsonException(CutMessage) : ToDictionary(element));
        return content.Exception is null ? content : Disarm(content, raw);
    }

    private static Dictionary<string, object?> ToDictionary(JsonElement arguments)
    {
        if (arguments.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return [];
        if (arguments.ValueKind == JsonValueKind.String)
            arguments = Unwrap(arguments.GetString()!);
        if (arguments.ValueKind != JsonValueKind.Object)
            throw new JsonException($"The arguments are a JSON {arguments.ValueKind}, not an object.");

        var result = new Dictionary<string, object?>();
        foreach (var property in arguments.EnumerateObject())
            result[property.Name] = property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        return result;
    }

    // arguments written as a string that holds the object
    private static JsonElement Unwrap(string text)
    {
        var position = 0;
        if (text.Length == 0)
            return default;
        return LenientJson.TryRead(text, ref position, out var value, out _)
            ? value
            : throw new JsonException("The arguments are a text that is not JSON.");
    }

    private static FunctionCallContent Unreadable(string raw, string reason, Func<string> nextId)
    {
        var name = NamePattern().Match(raw);
        var content = FunctionCallContent.CreateFromParsedArguments(
            raw, nextId(), name.Success ? name.Groups[1].Value : "", _ => throw new JsonException(reason));
        return Disarm(content, raw);
    }

    // a call whose arguments are unknown must not run with none: invoking clients pass informational calls by
    private static FunctionCallContent Disarm(FunctionCallContent content, string raw)
    {
        content.InformationalOnly = true;
        content.RawRepresentation = raw;
        return content;
    }

    [GeneratedRegex("""["']?name["']?\s*:\s*["']([^"'\r\n]+)["']""", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
