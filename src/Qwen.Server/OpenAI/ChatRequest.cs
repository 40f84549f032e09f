using System.Text.Json;
using Microsoft.Extensions.AI;
using Qwen.Extensions.AI;

namespace Qwen.Server.OpenAI;

/// <summary>A chat completion that is asked for.</summary>
/// <param name="Model">Whose answer is wanted; null for the first model there is.</param>
/// <param name="Messages">The conversation.</param>
/// <param name="Options">How to answer.</param>
/// <param name="Stream">Whether piece by piece.</param>
/// <param name="StreamUsage">Whether a stream ends with the usage.</param>
internal sealed record ChatRequest(string? Model, IReadOnlyList<ChatMessage> Messages, ChatOptions Options, bool Stream, bool StreamUsage)
{
    private static readonly string[] Properties =
    [
        .. MediaHintNames.All, QwenPropertyNames.MinP, QwenPropertyNames.RepetitionPenalty, QwenPropertyNames.FormatInstruction,
        QwenPropertyNames.GrammarSchemas, QwenPropertyNames.NumberMedia, QwenPropertyNames.StopRepetition,
        QwenPropertyNames.AssistantPrefix,
    ];

    /// <summary>Reads the body. Fields that nobody knows are ignored, as clients of this form expect.</summary>
    /// <exception cref="RequestException">A field cannot be used; the error names it.</exception>
    public static ChatRequest Read(JsonElement body, QwenServerOptions server)
    {
        RefuseWhatIsNotDone(body);
        var messages = MessageReader.Read(body, server);
        var options = ReadSampling(body);
        options.FrequencyPenalty = (float?)body.GetNumber("frequency_penalty", -2, 2);
        options.PresencePenalty = (float?)body.GetNumber("presence_penalty", -2, 2);
        options.MaxOutputTokens = (int?)(body.GetWhole("max_completion_tokens", 1, int.MaxValue)
            ?? body.GetWhole("max_tokens", 1, int.MaxValue));
        ReadLogProbabilities(body, options.AdditionalProperties!);
        ToolReader.Read(body, options);
        ShapeReader.Read(body, options);

        var stream = body.GetFlag("stream") ?? false;
        var streamOptions = body.GetObject("stream_options");
        if (streamOptions is not null && !stream)
            throw RequestException.Invalid("stream_options", "'stream_options' is only for 'stream': true.");
        return new ChatRequest(
            body.GetText("model"), messages, options, stream, streamOptions?.GetFlag("include_usage", "stream_options") ?? false);
    }

    /// <summary>
    /// What all forms of requests say in the same words: how tokens are drawn, how media are seen, and fields of this product.
    /// </summary>
    public static ChatOptions ReadSampling(JsonElement body)
    {
        var properties = new AdditionalPropertiesDictionary();
        AddProperties(body, Properties);
        MediaHintNames.Check(body);
        if (body.GetObject("mm_processor_kwargs") is { } hints)
        {
            MediaHintNames.Check(hints, "mm_processor_kwargs");
            AddProperties(hints, MediaHintNames.All);
        }

        return new ChatOptions
        {
            Temperature = (float?)body.GetNumber("temperature", 0, 100),
            TopP = (float?)body.GetNumber("top_p", 0, 1),
            TopK = (int?)body.GetWhole("top_k", -1, int.MaxValue) is { } k and > 0 ? k : null,
            Seed = body.GetWhole("seed", long.MinValue, long.MaxValue),
            StopSequences = ReadStop(body),
            AdditionalProperties = properties,
        };

        void AddProperties(JsonElement from, IReadOnlyList<string> names)
        {
            foreach (var name in names)
            {
                if (from.Get(name) is { } value)
                    properties[name] = value.Clone();
            }
        }
    }

    private static void RefuseWhatIsNotDone(JsonElement body)
    {
        if (body.GetWhole("n", 1, 128) is > 1 and var n)
        {
            throw RequestException.Invalid(
                "n", $"'n' is {n}: one answer is written for a request. Send it {n} times with different seeds.", "unsupported_value");
        }

        if (body.GetWhole("min_tokens", 0, int.MaxValue) is > 0)
            throw RequestException.Invalid("min_tokens", "'min_tokens' is not supported here.", "unsupported_parameter");
        foreach (var name in new[] { "functions", "function_call", "audio", "web_search_options", "prediction" })
        {
            if (body.Get(name) is not null)
                throw RequestException.Invalid(name, $"'{name}' is not supported here.", "unsupported_parameter");
        }

        if (body.GetObject("logit_bias") is { } bias && bias.EnumerateObject().Any())
            throw RequestException.Invalid("logit_bias", "'logit_bias' is not supported here.", "unsupported_parameter");
        if (body.GetArray("modalities") is { } modalities
            && modalities.Any(kind => kind.ValueKind != JsonValueKind.String || kind.GetString() != "text"))
            throw RequestException.Invalid("modalities", "Answers are text: 'modalities' may hold 'text' only.", "unsupported_value");
    }

    private static List<string>? ReadStop(JsonElement body) => body.Get("stop") switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } one => [one.GetString()!],
        { ValueKind: JsonValueKind.Array } several when several.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String) =>
            [.. several.EnumerateArray().Select(text => text.GetString()!)],
        _ => throw RequestException.Invalid("stop", "'stop' must be a text or an array of texts.", "invalid_type"),
    };

    private static void ReadLogProbabilities(JsonElement body, AdditionalPropertiesDictionary properties)
    {
        var wanted = body.GetFlag("logprobs") ?? false;
        var count = body.GetWhole("top_logprobs", 0, 20);
        if (count > 0 && !wanted)
            throw RequestException.Invalid("top_logprobs", "'top_logprobs' is only for 'logprobs': true.");
        if (!wanted)
            return;
        properties[QwenPropertyNames.LogProbabilities] = true;
        properties[QwenPropertyNames.TopLogProbabilities] = count ?? 0;
    }
}
