using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Server.OpenAI;

namespace Qwen.Server.Responses;

/// <summary>A response as it grows: its text, its calls, and the object that shows it. Not thread-safe.</summary>
/// <param name="request">What was asked for.</param>
/// <param name="model">Who answers.</param>
internal sealed class ResponseDocument(ResponsesRequest request, string model)
{
    // fields that an answer repeats as they were sent, and what they are where they were not
    private static readonly (string Name, string Absent)[] Echoed =
    [
        ("instructions", "null"), ("max_output_tokens", "null"), ("metadata", "{}"), ("parallel_tool_calls", "true"),
        ("temperature", "null"),
        ("text", """{"format":{"type":"text"}}"""), ("tool_choice", "\"auto\""), ("tools", "[]"), ("top_p", "null"),
    ];

    private readonly AnswerContents answer = new();
    private readonly StringBuilder text = new();
    private readonly string id = $"resp_{Guid.NewGuid():N}";
    private readonly DateTimeOffset created = DateTimeOffset.UtcNow;
    private ChatFinishReason? finish;
    private UsageDetails? usage;
    private bool ended;

    /// <summary>Names the message in it.</summary>
    public string MessageId { get; } = $"msg_{Guid.NewGuid():N}";

    /// <summary>The text so far.</summary>
    public string Text => text.ToString();

    /// <summary>The calls; known at the end.</summary>
    public IReadOnlyList<FunctionCallContent> Calls => answer.Calls;

    /// <summary>What was counted; known at the end.</summary>
    public UsageDetails? Usage => usage ?? answer.Usage;

    /// <summary>Whether the answer was cut.</summary>
    public bool IsCut => finish == ChatFinishReason.Length || finish == ChatFinishReason.ContentFilter;

    /// <summary>Takes a piece of the answer, and returns the text in it.</summary>
    public string Add(ChatRole? role, IEnumerable<AIContent> contents)
    {
        var piece = answer.Add(role, contents);
        text.Append(piece);
        return piece;
    }

    /// <summary>Says that nothing follows.</summary>
    public void End(ChatFinishReason? reason, UsageDetails? counted)
    {
        ended = true;
        finish = reason;
        usage = counted;
        if (answer.Refusal is { } refusal)
            text.Append(refusal);
    }

    /// <summary>Writes it as it is now.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", created.ToUnixTimeSeconds());
        json.WriteString("status", !ended ? "in_progress" : IsCut ? "incomplete" : "completed");
        json.WriteNull("error");
        if (ended && IsCut)
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", finish == ChatFinishReason.Length ? "max_output_tokens" : "content_filter");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteString("model", model);
        json.WriteStartArray("output");
        if (ended)
            WriteOutput(json);
        json.WriteEndArray();
        json.WriteNull("previous_response_id");
        json.WriteBoolean("store", false);
        json.WriteString("truncation", "disabled");
        foreach (var (name, absent) in Echoed)
        {
            json.WritePropertyName(name);
            if (request.Echo.Get(name) is { } given)
                given.WriteTo(json);
            else
                json.WriteRawValue(absent);
        }

        WriteUsage(json);
        json.WriteEndObject();
    }

    /// <summary>Writes the message; while it grows, without its text.</summary>
    public void WriteMessage(Utf8JsonWriter json, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("type", "message");
        json.WriteString("id", MessageId);
        json.WriteString("status", !whole ? "in_progress" : IsCut ? "incomplete" : "completed");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (whole)
            WritePart(json, Text);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a part of text.</summary>
    public static void WritePart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteString("text", text);
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes a call; while it grows, without its arguments.</summary>
    public static void WriteCall(Utf8JsonWriter json, FunctionCallContent call, bool whole)
    {
        json.WriteStartObject();
        json.WriteString("type", "function_call");
        json.WriteString("id", ItemId(call));
        json.WriteString("call_id", call.CallId);
        json.WriteString("name", call.Name);
        json.WriteString("arguments", whole ? AnswerContents.WriteArguments(call) : "");
        json.WriteString("status", whole ? "completed" : "in_progress");
        json.WriteEndObject();
    }

    /// <summary>Names the item of a call.</summary>
    public static string ItemId(FunctionCallContent call) => $"fc_{call.CallId}";

    private void WriteOutput(Utf8JsonWriter json)
    {
        if (text.Length > 0 || Calls.Count == 0)
            WriteMessage(json, whole: true);
        foreach (var call in Calls)
            WriteCall(json, call, whole: true);
    }

    private void WriteUsage(Utf8JsonWriter json)
    {
        if (!ended || Usage is not { } counted)
        {
            json.WriteNull("usage");
            return;
        }

        var (input, output) = (counted.InputTokenCount ?? 0, counted.OutputTokenCount ?? 0);
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", counted.CachedInputTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", counted.ReasoningTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", counted.TotalTokenCount ?? input + output);
        json.WriteEndObject();
    }
}
