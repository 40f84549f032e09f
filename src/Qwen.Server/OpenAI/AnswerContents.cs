using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>
/// Sorts what a client answers into what this form can say: text, calls, usage. Calls that a pipeline answers itself are left out, so calls
/// are known only at the end. Not thread-safe.
/// </summary>
internal sealed class AnswerContents
{
    private readonly List<FunctionCallContent> calls = [];
    private readonly HashSet<string> answered = new(StringComparer.Ordinal);
    private readonly StringBuilder refusal = new();

    /// <summary>The calls that the client of this server has to answer.</summary>
    public IReadOnlyList<FunctionCallContent> Calls => [.. calls.Where(call => !answered.Contains(call.CallId))];

    /// <summary>Why there is no answer; null where nobody said so.</summary>
    public string? Refusal => refusal.Length > 0 ? refusal.ToString() : null;

    /// <summary>What was counted; null where nobody did.</summary>
    public UsageDetails? Usage { get; private set; }

    /// <summary>Takes a piece of the answer, and returns the text in it.</summary>
    public string Add(ChatRole? role, IEnumerable<AIContent> contents)
    {
        var text = "";
        foreach (var content in contents)
        {
            switch (content)
            {
                case UsageContent usage:
                    (Usage ??= new UsageDetails()).Add(usage.Details);
                    break;
                case FunctionResultContent result:
                    answered.Add(result.CallId);
                    break;
                case var _ when role is { } other && other != ChatRole.Assistant:
                    break;
                case TextContent plain:
                    text += plain.Text;
                    break;

                // arguments that nobody could read are shown as they were written
                case FunctionCallContent { Exception: not null, RawRepresentation: string raw }:
                    text += $"<tool_call>\n{raw.Trim()}\n</tool_call>";
                    break;
                case FunctionCallContent { InformationalOnly: false } call:
                    calls.Add(call);
                    break;
                case ErrorContent error:
                    refusal.Append(error.Message);
                    break;
            }
        }

        return text;
    }

    /// <summary>Why the answer ended, in this form's words.</summary>
    public string FinishReason(ChatFinishReason? finish) =>
        Calls.Count > 0 ? "tool_calls"
        : finish is null || finish == ChatFinishReason.ToolCalls ? "stop"
        : finish.Value.Value;

    /// <summary>Arguments of a call as the text of a JSON object.</summary>
    public static string WriteArguments(FunctionCallContent call) => call.Arguments is null
        ? "{}"
        : JsonSerializer.Serialize(call.Arguments, AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
