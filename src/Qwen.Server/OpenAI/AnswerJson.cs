using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;
using Qwen.VisionLanguage;
using Qwen.VisionLanguage.Generation;

namespace Qwen.Server.OpenAI;

/// <summary>Parts that a whole answer and a stream have in common.</summary>
internal static class AnswerJson
{
    // what the form shows for a token that cannot come
    private const float Never = -9999;

    /// <summary>Writes <c>tool_calls</c>; nothing where there are none.</summary>
    public static void WriteCalls(Utf8JsonWriter json, IReadOnlyList<FunctionCallContent> calls, bool indexed)
    {
        if (calls.Count == 0)
            return;
        json.WriteStartArray("tool_calls");
        for (var i = 0; i < calls.Count; i++)
        {
            json.WriteStartObject();
            if (indexed)
                json.WriteNumber("index", i);
            json.WriteString("id", calls[i].CallId);
            json.WriteString("type", "function");
            json.WriteStartObject("function");
            json.WriteString("name", calls[i].Name);
            json.WriteString("arguments", AnswerContents.WriteArguments(calls[i]));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes <c>usage</c>. What this form has no word for stands in <c>additional_counts</c>.</summary>
    public static void WriteUsage(Utf8JsonWriter json, UsageDetails usage)
    {
        var (input, output) = (usage.InputTokenCount ?? 0, usage.OutputTokenCount ?? 0);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", usage.TotalTokenCount ?? input + output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", usage.CachedInputTokenCount ?? 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.ReasoningTokenCount ?? 0);
        json.WriteEndObject();
        if (usage.AdditionalCounts is { Count: > 0 } more)
        {
            json.WriteStartObject("additional_counts");
            foreach (var (name, count) in more)
                json.WriteNumber(name, count);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>Writes <c>logprobs</c>: null where the answer has none.</summary>
    /// <param name="json">Where to write.</param>
    /// <param name="properties">What the answer says besides.</param>
    /// <param name="model">Knows the bytes of tokens; null for a model elsewhere.</param>
    public static void WriteLogProbabilities(Utf8JsonWriter json, AdditionalPropertiesDictionary? properties, QwenModel? model)
    {
        if (properties is null || !properties.TryGetValue(QwenPropertyNames.LogProbabilities, out var value)
            || value is not IReadOnlyList<TokenLogProbability> tokens)
        {
            json.WriteNull("logprobs");
            return;
        }

        json.WriteStartObject("logprobs");
        json.WriteStartArray("content");
        foreach (var token in tokens)
        {
            json.WriteStartObject();
            WriteToken(json, token, model);
            json.WriteStartArray("top_logprobs");
            foreach (var other in token.Alternatives)
            {
                json.WriteStartObject();
                WriteToken(json, other, model);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("refusal");
        json.WriteEndObject();
    }

    /// <summary>Writes why an answer ended.</summary>
    public static void WriteFinish(Utf8JsonWriter json, string? reason, AdditionalPropertiesDictionary? properties)
    {
        json.WriteString("finish_reason", reason);
        if (properties is not null && properties.TryGetValue(QwenPropertyNames.FinishDetail, out var detail))
            json.WriteString(QwenPropertyNames.FinishDetail, detail?.ToString());
    }

    private static void WriteToken(Utf8JsonWriter json, TokenLogProbability token, QwenModel? model)
    {
        json.WriteString("token", token.Text);
        json.WriteNumber("logprob", float.IsFinite(token.LogProbability) ? token.LogProbability : Never);
        json.WriteStartArray("bytes");
        foreach (var piece in model is null ? Encoding.UTF8.GetBytes(token.Text) : model.Tokenizer.GetBytes(token.TokenId).ToArray())
            json.WriteNumberValue(piece);
        json.WriteEndArray();
    }
}
